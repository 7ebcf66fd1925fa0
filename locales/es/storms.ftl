# Lluvias de ideas, y lo que tienen en común todas las convocatorias.
nav-storms = Lluvias de ideas
desk-tab-storms = Convocatorias
phase-draft = Borrador
phase-planned = Prevista
phase-open = Abierta
phase-closed = Cerrada
call-left-days = { $count ->
    [one] Queda 1 día
   *[other] Quedan { $count_text } días
}
call-left-hours = { $count ->
    [one] Queda 1 hora
   *[other] Quedan { $count_text } horas
}
call-left-minutes = { $count ->
    [one] Queda 1 minuto
   *[other] Quedan { $count_text } minutos
}
call-opens = Se abre el { $when }
call-starts = Se abre
call-ends = Se cierra
call-zone = Las horas son de la zona horaria { $zone }.
error-call-moment = Escribe una fecha y una hora, como 2026-11-22 09:30
error-call-order = Tiene que cerrarse después de abrirse
error-call-long = Puede estar abierta un año como mucho
error-call-later = Elige un momento posterior a su final actual
storms-title = Lluvias de ideas
storms-lead = Preguntas que la empresa hace durante un tiempo fijo. Publica una idea, vota otras y lee qué fue de ellas.
storms-now = Abiertas y previstas
storms-past = Anteriores
storms-empty = Todavía no hay ninguna
storms-empty-text = Cuando la empresa haga una pregunta, aparecerá aquí y en lo alto de las páginas de su tablero.
storms-empty-desk = Haz una pregunta a los clientes durante una o dos semanas. Sus ideas llegan a un tablero como las demás y se reúnen en una página propia.
storm-banner = Lluvia de ideas
storm-ideas = { $count ->
    [one] 1 idea
   *[other] { $count_text } ideas
}
storm-people = { $count ->
    [one] 1 persona
   *[other] { $count_text } personas
}
storm-answered = Respuesta:
storm-to-desk = Abrir en la mesa de trabajo
storm-answer = Nuestra respuesta
storm-summary = Qué ha llegado
storm-rules = Reglas
storm-take-part = Participa
storm-take-part-text = Publica una idea que responda a la pregunta o vota las de abajo. Las ideas se quedan en el tablero cuando termina.
storm-post = Publicar una idea aquí
storm-posting-into = Vas a publicar en la lluvia de ideas
storm-closed-text = Esta lluvia de ideas ha terminado.
storm-answer-awaited = Aquí estará la respuesta.
storm-ideas-title = Ideas
storm-ideas-none = Todavía no hay ideas.
storm-merged = Fusionadas después
storm-merged-into = ahora es parte de
storm-facts = Datos
storm-fact-ideas = Ideas
storm-fact-people = Personas
storm-in-sessions = Lluvias de ideas
storm-new = Nueva lluvia de ideas
storm-edit = Editar
storm-question = Pregunta
storm-question-hint = Una frase a la que se pueda responder con una idea. Hasta 160 caracteres.
storm-phase = Estado
storm-board-hint = Las ideas se publican en este tablero. Quien ve el tablero ve la lluvia de ideas.
storm-rules-hint = Cómo es una buena idea y qué pasará con las mejores. Markdown.
storm-save = Guardar
storm-save-draft = Guardar como borrador
storm-look = Ver cómo quedará
storm-publish-title = Es un borrador
storm-publish-text = Solo la ve quien lleva la mesa de trabajo. Una vez publicada no se puede borrar, y se abre y se cierra sola.
storm-publish = Publicar
storm-discard = Borrar…
storm-discard-title = ¿Borrar este borrador?
storm-discard-lead = El borrador desaparece para siempre. Las ideas que tenía se quedan en sus tableros.
storm-discard-act = Borrar el borrador
storm-idea-remove = Sacar
storm-ideas-all = Todas sus ideas
storm-idea-add = Añade una idea que ya existe
storm-idea-add-hint = Su número o su dirección.
storm-idea-add-act = Añadir
storm-answer-title = Resumen y respuesta
storm-answer-hint = Nadie fuera de la mesa de trabajo lo lee hasta que lo publiques, cuando haya terminado.
storm-answer-is-public = Lo lee todo el mundo. Los cambios se ven enseguida y quedan en el historial.
storm-answer-field-hint = Qué hará la empresa, qué no y por qué. Markdown.
storm-summary-hint = Qué ha pedido la gente, en pocas líneas. Markdown.
storm-answer-publish = Publicar la respuesta
storm-answer-keep = Guardar para después
storm-extend-to = Se cierra más tarde, el
storm-extend = Prolongar
storm-close = Cerrar antes…
storm-close-title = ¿Cerrar ahora esta lluvia de ideas?
storm-close-lead = No se podrán publicar más ideas en ella y no se puede volver a abrir. El registro público lo cuenta.
storm-close-act = Cerrarla ahora
storm-history = Historial
storm-act-made = Creada
storm-act-changed = Cambiada
storm-act-published = Publicada
storm-act-extended = Prolongada hasta el { $to }
storm-act-ended = Cerrada antes de tiempo
storm-act-opened = Abierta
storm-act-closed = Cerrada
storm-act-answered = Respuesta publicada
storm-act-added = Se añadió una idea
storm-act-removed = Se sacó una idea
history-storm-added = la añadió a una lluvia de ideas
history-storm-removed = la sacó de una lluvia de ideas
log-act-storm-extended = Lluvia de ideas prolongada
log-act-storm-ended = Lluvia de ideas cerrada antes de tiempo
flash-storm-saved = La lluvia de ideas está guardada.
flash-storm-published = La lluvia de ideas está publicada.
flash-storm-extended = La lluvia de ideas se ha prolongado.
flash-storm-ended = La lluvia de ideas está cerrada.
flash-storm-discarded = El borrador está borrado.
flash-storm-answered = La respuesta está publicada.
flash-storm-answer-kept = Guardado. Todavía no lo lee nadie más.
flash-storm-idea-added = La idea está en la lluvia de ideas.
flash-storm-idea-removed = La idea ya no está en la lluvia de ideas.
error-storm-question = Escribe una pregunta de hasta { $limit } caracteres
error-storm-answer-empty = Escribe una respuesta antes de publicarla
error-storm-closed = La lluvia de ideas se cerró antes de que se publicara tu idea. Publícala otra vez para dejarla en el tablero sin ella
error-storm-planned = La lluvia de ideas todavía no está abierta
error-storm-idea-hidden = No todo el que ve la lluvia de ideas ve esta idea
error-storm-over = La lluvia de ideas ha terminado.
error-storm-draft = La lluvia de ideas no está publicada.
error-storm-published = La lluvia de ideas ya está publicada.
error-storm-past = Su final ya ha pasado. Elige otro antes de publicarla.
error-storm-runs = La lluvia de ideas sigue abierta; publica la respuesta cuando termine.

log-act-storm-made = Sesión de ideas creada
log-act-storm-changed = Sesión de ideas cambiada
log-act-storm-published = Sesión de ideas publicada
log-act-storm-opened = Sesión de ideas abierta
log-act-storm-closed = Sesión de ideas cerrada
log-act-storm-answered = Sesión de ideas respondida
log-act-storm-added = Idea añadida a una sesión
log-act-storm-removed = Idea sacada de una sesión
