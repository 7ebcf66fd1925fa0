# La mesa: revisar, decidir, responder.
close = Cerrar
desk-title = Por revisar
desk-tab-review = Por revisar
desk-tab-first = Autores nuevos
desk-tab-returned = Devueltas
desk-tab-all = Todas las ideas
desk-tab-teams = Equipos
desk-tab-rules = Reglas
desk-tab-deliveries = Entregas
desk-first-title = Autores nuevos
desk-first-lead = { $count ->
    [0] Publicaron por primera vez y nadie les ha respondido.
    [one] Publicaron por primera vez y nadie les ha respondido. El sitio promete una respuesta en un día.
   *[other] Publicaron por primera vez y nadie les ha respondido. El sitio promete una respuesta en { $count_text } días.
}
desk-first-idea = primera idea
desk-empty = No hay nada por revisar
desk-empty-text = Las ideas nuevas llegan aquí solas. Las decididas están en «Todas las ideas».
desk-empty-first-text = Todos los autores nuevos tienen ya su respuesta.
desk-empty-filtered = Ninguna idea cumple estos filtros
desk-empty-filtered-text = Quita alguno o mira todas las ideas.
desk-filter = Filtrar
desk-show = Mostrar ideas
desk-clear = Quitar filtros
desk-any = Cualquiera
desk-order = Orden
desk-order-impact = Mayor impacto
desk-order-trending = Tendencia
desk-order-new = Más recientes
desk-order-oldest = Más tiempo esperando
desk-board = Tablero
desk-category = Categoría
desk-tag = Etiqueta
desk-status = Estado
desk-status-review = Abiertas y en revisión
desk-team = Equipo
desk-routed = Enviada a un equipo
desk-routed-yes = Enviada
desk-routed-no = Sin enviar
desk-least = Mínimo de votos a favor
desk-words = Palabras
desk-unanswered = Sin respuesta
desk-formula = = alcance × valor × confianza ÷ esfuerzo
desk-caption = Ideas con su impacto y sus factores
desk-col-idea = Idea
desk-col-waiting = Espera
desk-select = Seleccionar «{ $title }»
desk-select-all = Seleccionar todas las ideas de esta página
desk-selected = Seleccionadas: { "{" }n{ "}" }
desk-selected-none = Ideas seleccionadas
desk-bulk-keep = Dejar igual
desk-bulk-none = Ninguno
desk-add-tag = Añadir etiqueta
desk-continue = Continuar…
desk-more = Más ideas
desk-tied = empatada con la anterior
desk-late = Con retraso
desk-days = { $count ->
    [0] hoy
    [one] 1 día
   *[other] { $count_text } días
}
desk-votes = { $count ->
    [one] { $count_text } voto
   *[other] { $count_text } votos
}
desk-people = { $count ->
    [one] { $count_text } persona
   *[other] { $count_text } personas
}
desk-held = { $count ->
    [0] ningún voto retenido
    [one] { $count_text } voto retenido
   *[other] { $count_text } votos retenidos
}
desk-up-down = { $up_text } a favor, { $down_text } en contra
desk-waits-late = { $count ->
    [one] Espera respuesta desde hace un día, más de lo prometido
   *[other] Espera respuesta desde hace { $count_text } días, más de lo prometido
}
desk-waits = { $count ->
    [0] Espera respuesta desde hoy
    [one] Espera respuesta desde hace un día
   *[other] Espera respuesta desde hace { $count_text } días
}
desk-public-page = Página pública
desk-responses = Respuestas hasta ahora
desk-response-edit = Editar
desk-response-edited = editada
desk-aside = Envíos y datos
desk-routes = Envíos
desk-routes-none = Ningún equipo la tiene.
desk-facts = Quién la pide
desk-fact-up = A favor
desk-fact-down = En contra
desk-fact-brought = Traídos de { $from }
desk-fact-held = Votos retenidos
desk-fact-comments = Comentarios
desk-fact-followers = Seguidores
desk-history = Historial
desk-related = Ideas relacionadas
desk-keys = Teclas
desk-key-jk = idea siguiente, anterior
desk-key-o = abrirla
desk-key-x = seleccionarla
desk-key-s = cambiar su estado
desk-key-r = enviarla a un equipo
desk-key-help = esta lista
factor-impact = Impacto
factor-reach = Alcance
factor-confidence = Confianza
factor-effort = Esfuerzo
factor-week = 7 días
factor-month = 30 días
effort-s = S: días
effort-m = M: semanas
effort-l = L: meses
effort-xl = XL: trimestres
effort-unknown = desconocido
effort-unknown-counts = Desconocido, cuenta como M
kind-open = abierta
kind-active = en marcha
kind-done = hecha
kind-closed = cerrada
answer-title = Decidir y responder
answer-status = Estado
answer-effort = Esfuerzo
answer-response = Respuesta pública
answer-response-hint = { $count ->
    [0] Todo el mundo puede leerla. «No prevista» y «Entregada en parte» necesitan un motivo.
    [one] Se enterará la única persona que sigue la idea. «No prevista» y «Entregada en parte» necesitan un motivo.
   *[other] Se enterarán las { $count_text } personas que siguen la idea. «No prevista» y «Entregada en parte» necesitan un motivo.
}
answer-act = Decidir y responder
answer-preview = Vista previa
answer-preview-act = Vista previa
answer-conflict-status = { $name } cambió el estado a «{ $status }» { $when }.
answer-conflict-answered = { $name } respondió a esta idea { $when }.
answer-conflict-effort = { $name } cambió el esfuerzo { $when }.
answer-conflict-again = No se ha guardado nada tuyo. Mira cómo está ahora; si envías el formulario otra vez, valdrá tu decisión.
response-edit-title = Editar la respuesta
response-edit-lead = Todo el mundo verá que se ha editado, y el historial guarda el texto anterior.
response-save = Guardar la respuesta
notes-title = Notas
notes-none = Aún no hay notas.
note-label = Añadir una nota
note-hint = Solo el personal puede leer las notas.
note-add = Añadir nota
note-delete = Borrar
bulk-title = { $count ->
    [one] ¿Cambiar { $count_text } idea?
   *[other] ¿Cambiar { $count_text } ideas?
}
bulk-which = Cambian estas ideas
bulk-will-status = El estado pasa a «{ $status }».
bulk-will-effort = El esfuerzo pasa a «{ $effort }».
bulk-will-route = Se envían a { $team }.
bulk-will-tag = Reciben la etiqueta «{ $tag }».
bulk-response = Una respuesta pública para todas
bulk-response-wanted = Este estado necesita un motivo. Se enterará quien siga alguna de estas ideas.
bulk-response-hint = Opcional. Se enterará quien siga alguna de estas ideas.
bulk-apply = Cambiarlas
bulk-cancel = Cancelar
bulk-done-title = Hecho
bulk-done-changed = { $count ->
    [0] No ha cambiado ninguna idea.
    [one] Ha cambiado { $count_text } idea.
   *[other] Han cambiado { $count_text } ideas.
}
bulk-done-skipped = { $count ->
    [0] No ha quedado fuera ninguna.
    [one] Ha quedado fuera { $count_text }.
   *[other] Han quedado fuera { $count_text }.
}
bulk-changed = Cambiadas
bulk-skipped = Han quedado fuera
bulk-decided = { $count ->
    [one] Entretanto otra persona ha decidido sobre una de ellas. Lo que escribiste se conserva.
   *[other] Entretanto otras personas han decidido sobre { $count_text } de ellas. Lo que escribiste se conserva.
}
bulk-again = Volver a mirarlas
bulk-back = Volver a la lista
bulk-skipped-same = Ya estaba así.
bulk-skipped-gone = Ya no está.
bulk-skipped-status = Su tablero no tiene este estado.
flash-answered = Guardado. Se enterará quien siga la idea.
flash-response-edited = La respuesta ha cambiado.
flash-note-added = La nota está guardada, solo para el personal.
flash-note-deleted = La nota está borrada.
flash-bulk-no-ideas = Primero selecciona las ideas.
flash-bulk-no-change = Elige qué va a cambiar: estado, esfuerzo, equipo o etiqueta.
flash-bulk-many = Selecciona como mucho 200 ideas a la vez.
error-answer-reason = Este estado necesita un motivo: escribe una respuesta.
error-answer-nothing = Todavía no cambia nada: elige otro estado u otro esfuerzo, o escribe una respuesta.
error-answer-empty = Escribe una respuesta.
error-answer-long = La respuesta tiene { $count_text } caracteres. Acórtala a { $limit_text }.
error-answer-conflict = Entretanto ha decidido otra persona.
error-status-unknown = Elige un estado de este tablero.
error-effort-unknown = Elige un esfuerzo de la lista.
error-desk-hidden = Esta idea está oculta. No se puede decir nada de ella hasta que se restaure.
error-note-empty = Escribe algo.
error-note-others = Solo quien escribió una nota puede borrarla.
