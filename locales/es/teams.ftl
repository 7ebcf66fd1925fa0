# Equipos: bandejas, envíos, reglas, webhooks.
inbox-title = Equipo { $team }
inbox-open = { $count ->
    [0] Nada pendiente.
    [one] { $count_text } envío pendiente.
   *[other] { $count_text } envíos pendientes.
}
inbox-overdue = { $count ->
    [0] Ninguno ha vencido.
    [one] { $count_text } ha vencido.
   *[other] { $count_text } han vencido.
}
inbox-members = Se enteran de los nuevos: { $names }.
inbox-filter = Envíos de este equipo
inbox-all = Todos
inbox-mine = Míos
inbox-unassigned = Sin nadie
inbox-only-overdue = Vencidos
inbox-empty = No hay nada que hacer
inbox-empty-filtered = Ningún envío cumple esto
inbox-empty-text = Las ideas llegan aquí cuando las envía la mesa o una regla.
inbox-closed = Cerrados hace poco
route-state-new = Nuevo
route-state-accepted = Aceptado
route-state-asked = Con pregunta
route-state-in-work = En marcha
route-state-declined = Rechazado
route-state-done = Hecho
route-state-closed = Retirado
route-due = para el { $date }
route-overdue = Vencido: era para el { $date }
route-by = enviado por { $name }
route-by-rule = por la regla «{ $rule }»
route-nobody = nadie todavía
route-send-to = Enviar a un equipo
route-choose = Elige
route-due-label = Para el día
route-note = Lo que el equipo debe saber
route-send = Enviar
route-steps = Qué ha pasado
route-moves = Qué se puede hacer
route-who-when = Quién y cuándo
route-assignee = Quién se ocupa
route-assign = Encargárselo
route-due-save = Cambiar el día
route-reassign = Pasar a otro equipo
route-open-desk = Abrir en la mesa
route-see-answer = Ver la respuesta
move-accept = Aceptar
move-ask-desk = Preguntar a la mesa
move-ask-author = Preguntar al autor
move-ask-more = Preguntar…
move-ask-label = Tu pregunta
move-answer = Responder
move-answer-label = Tu respuesta al equipo
move-start = Empezar
move-report = Contar cómo va
move-report-more = Contar cómo va…
move-report-label = Cómo va
move-finish = Hecho
move-decline = Rechazar
move-decline-more = Rechazar…
move-reason-label = El motivo, que leerá la mesa
move-reopen = Volver a abrir
move-take-back = Retirar
step-sent = { $name } la envió
step-sent-again = { $name } la volvió a enviar
step-by-rule = La envió una regla
step-accepted = { $name } aceptó
step-asked-desk = { $name } pregunta a la mesa
step-asked-author = { $name } pregunta al autor
step-answered = { $name } respondió
step-started = { $name } empezó
step-reported = { $name } cuenta cómo va
step-finished = { $name } ha terminado
step-declined = { $name } rechazó
step-reopened = { $name } lo volvió a abrir
step-taken-back = { $name } lo retiró
step-reassigned = { $name } la pasó a otro equipo
step-assigned = { $name } cambió quién se ocupa
step-due-changed = { $name } cambió el día
returned-title = Devueltas
returned-lead = Lo que los equipos preguntan a la mesa, lo que han terminado sin que se sepa y lo que rechazaron. Nada de lo enviado se queda sin responsable.
returned-questions = Preguntas a la mesa
returned-declined = Rechazadas
returned-asks = { $name }, de { $team }, pregunta
returned-declines = { $name }, de { $team }, rechazó
returned-decide = Decidir
returned-settle = Resuelto
returned-empty = No ha vuelto nada
returned-empty-text = Cuando un equipo pregunte a la mesa, termine una idea o la rechace, la verás aquí.
question-title = { $team } tiene una pregunta para ti
question-answer = Tu respuesta
question-hint = Solo la lee la empresa.
question-send = Enviar la respuesta
teams-empty = Todavía no hay equipos
teams-empty-manager = Crea uno, añade a sus miembros y envíale la primera idea.
teams-empty-member = No estás en ningún equipo. Puede añadirte quien gestiona el producto.
team-new = Equipo nuevo
team-edit = Editar el equipo
team-name = Nombre
team-slug = Nombre en las direcciones
team-slug-hint = Déjalo vacío para sacarlo del nombre.
team-description = De qué se ocupa
team-address = Correo del equipo
team-address-hint = Las novedades de los envíos llegan ahí además de a los miembros. Opcional.
team-webhook = Webhook
team-webhook-hint = Una dirección https que recibe los envíos y las respuestas. Opcional.
team-save = Guardar
team-archived = No acepta envíos
team-has-webhook = Webhook
team-members = { $count ->
    [0] sin miembros
    [one] { $count_text } miembro
   *[other] { $count_text } miembros
}
team-members-title = Miembros
team-members-none = Nadie todavía: las novedades llegan solo al correo del equipo.
team-member-add = Añadir un miembro
team-member-hint = Usuario o correo de alguien del personal.
team-member-add-act = Añadir
team-member-remove = Quitar
team-webhook-title = Webhook
team-webhook-text = Los mensajes van firmados según Standard Webhooks y se reintentan durante un día.
team-webhook-test = Enviar una prueba
team-webhook-rotate = Crear otro secreto
team-webhook-rotate-hint = El secreto nuevo sustituye al actual al momento.
team-archive-title = Envíos
team-archive-text = Un equipo que no acepta envíos conserva su bandeja, y las reglas lo pasan por alto.
team-archive = No aceptar más envíos
team-restore = Volver a aceptar envíos
secret-title = El secreto del webhook
secret-lead = { $team } firma sus webhooks con esto. Se muestra ahora y nunca más.
secret-label = Secreto
secret-text = Cópialo en el receptor, que comprueba con él las firmas. Si se pierde, crea otro.
secret-done = Ya lo he copiado
rules-lead = Las reglas envían ideas a los equipos por sí solas. Se consultan en este orden; cada equipo recibe una idea una vez, por la primera regla que se cumple.
rules-empty = Todavía no hay reglas
rules-empty-text = Una regla envía a un equipo lo que encaja en cuanto encaja: por tablero, palabras, votos o puesto en Tendencia.
rule-new = Regla nueva
rule-edit = Editar
rule-edit-title = Editar la regla
rule-back = Todas las reglas
rule-is-on = Activa
rule-is-off = Inactiva
rule-on = Activar
rule-off = Desactivar
rule-on-already = Esta regla está activa.
rule-up = Subir
rule-down = Bajar
rule-try = Probar con los últimos 90 días
rule-try-on = Probar y activar…
rule-delete = Borrar la regla
rule-delete-more = Borrar…
rule-delete-title = ¿Borrar esta regla?
rule-delete-lead = «{ $rule }» deja de consultarse. Lo que ha enviado se queda en los equipos.
rule-keep = Conservarla
rule-sent = { $count ->
    [one] ha actuado sobre { $count_text } idea
   *[other] ha actuado sobre { $count_text } ideas
}
rule-last = la última el
rule-when = Cuando una idea está
rule-and = {", y "}
rule-or = {" o "}
rule-gone = (eliminado)
rule-board-archived = { $board } (archivado)
rule-then = , se envía a
rule-due = { $count ->
    [one] para dentro de { $count_text } día laborable.
   *[other] para dentro de { $count_text } días laborables.
}
rule-when-board = en { $list }
rule-when-category = en la categoría { $list }
rule-when-tag = etiquetada con { $list }
rule-when-kind = { $list }
rule-when-words = relacionada con { $list }
rule-when-votes = { $count ->
    [one] en { $count_text } voto neto o más
   *[other] en { $count_text } votos netos o más
}
rule-when-people = { $count ->
    [one] votada por { $count_text } persona o más
   *[other] votada por { $count_text } personas o más
}
rule-when-trending = { $count ->
    [one] la primera en Tendencia de su tablero
   *[other] entre las { $count_text } primeras en Tendencia de su tablero
}
rule-form-lead = Debe cumplirse todo lo que rellenes; dentro de un campo, basta uno de sus valores.
rule-form-when = Cuando una idea
rule-form-then = Entonces
rule-name = Nombre de la regla
rule-name-hint = Lo ve el equipo.
rule-no-teams = No hay ningún equipo al que una regla pueda enviar.
rule-kinds = Tipo de estado
rule-words = Palabras en el título o el texto
rule-words-hint = Una palabra o frase por línea. No importan mayúsculas, tildes ni terminaciones.
rule-votes = Mínimo de votos netos
rule-people = Mínimo de personas
rule-trending = Entre las primeras en Tendencia (hasta { $count_text })
rule-due-days = Plazo (días laborables)
rule-save = Guardar
trial-page = Prueba de «{ $rule }»
trial-title = { $count ->
    [0] Ninguna idea publicada en estos { $days_text } días encaja
    [one] 1 idea publicada en estos { $days_text } días encaja
   *[other] { $count_text } ideas publicadas en estos { $days_text } días encajan
}
trial-judged = { $count ->
    [one] Se ha mirado { $count_text } idea, tal como está hoy.
   *[other] Se han mirado { $count_text } ideas, tal como están hoy.
}
trial-routed = { $count ->
    [one] El equipo ya tiene { $count_text } de ellas.
   *[other] El equipo ya tiene { $count_text } de ellas.
}
trial-cut = Había más: solo se miran las { $count_text } más recientes.
trial-has-it = ya la tiene el equipo
deliveries-lead = Lo que se ha enviado a los webhooks de los equipos, primero lo más reciente.
deliveries-region = Tabla de entregas
deliveries-caption = Entregas de webhooks, primero las más recientes
deliveries-empty = Todavía no se ha enviado nada
deliveries-empty-text = Da un webhook a un equipo y recibirá cada envío y cada respuesta que le toque.
deliveries-more = Entregas anteriores
delivery-message = Mensaje
delivery-event = Suceso
delivery-state = Estado
delivery-tries = Intentos
delivery-of = { $tries_text } de { $most_text }
delivery-answer = Respuesta
delivery-none = ninguna todavía
delivery-when = Escrita
delivery-next = Próximo intento
delivery-last = Último intento
delivery-url = Dirección
delivery-excerpt = Comienzo de la respuesta
delivery-payload = Lo que se envía
delivery-again = Enviar otra vez
delivery-waiting = En espera
delivery-claimed = Enviándose
delivery-delivered = Entregada
delivery-failed = Abandonada
delivery-withheld = Retenida: la idea está oculta
flash-routed = La idea va camino del equipo.
flash-route-accepted = Aceptado.
flash-route-asked = Tu pregunta está hecha.
flash-route-answered = El equipo tiene tu respuesta.
flash-route-started = El trabajo ha empezado.
flash-route-reported = Tu informe está guardado.
flash-route-finished = Hecho. La mesa puede contárselo a todo el mundo.
flash-route-declined = Rechazado. Vuelve a la mesa.
flash-route-reopened = El envío está abierto otra vez.
flash-route-taken-back = Retirado del equipo.
flash-route-assigned = Ya está claro quién se ocupa.
flash-route-due = El día ha cambiado.
flash-route-reassigned = Ha pasado al otro equipo.
flash-question-answered = Gracias. El equipo tiene tu respuesta.
flash-team-saved = El equipo está guardado.
flash-team-archived = El equipo no acepta más envíos.
flash-team-restored = El equipo vuelve a aceptar envíos.
flash-member-added = Ya forma parte del equipo.
flash-member-removed = Ya no está en el equipo.
flash-webhook-test = Hay una prueba en camino. Vuelve a mirar en un momento.
flash-delivery-again = Se envía otra vez.
flash-rule-made = La regla está creada, inactiva. Esto es lo que habría hecho.
flash-rule-saved = La regla ha cambiado.
flash-rule-on = La regla está activa.
flash-rule-off = La regla está inactiva.
flash-rule-moved = El orden ha cambiado.
flash-rule-deleted = La regla está borrada.
error-route-there = Este equipo ya tiene la idea.
error-route-moved = Entretanto alguien ha movido este envío. Mira cómo está ahora.
error-route-question = Escribe tu pregunta.
error-route-answer = Escribe tu respuesta.
error-route-report = Escribe cómo va.
error-route-reason = Di por qué, para que la mesa encuentre otro camino.
error-route-same-team = Elige otro equipo: este ya la tiene.
error-team-archived = Este equipo no acepta envíos.
error-assignee = Elige a alguien del equipo.
error-due = Escribe el día como en 2026-12-31.
error-team-name = Da al equipo un nombre de hasta { $limit } caracteres.
error-team-address = Escribe una dirección como nombre@example.com.
error-webhook-url = Escribe una dirección https completa y sin contraseña.
error-webhook-none = Este equipo no tiene webhook.
error-member-unknown = Nadie tiene aquí ese usuario o correo.
error-member-not-staff = Solo el personal puede estar en un equipo. Puede cambiar su rol quien administra el sitio.
error-delivery-claimed = Se está enviando en este momento.
error-rule-name = Da a la regla un nombre de hasta { $limit } caracteres.
error-rule-team = Elige un equipo u otra cosa que haga la regla.
error-rule-due = Escribe un número de días de 1 a { $limit }.
error-rule-empty = Rellena al menos una condición, o se enviarían todas las ideas.
error-rule-gone = Algo de lo elegido se ha eliminado. Quítalo o elige otra cosa.
error-rule-words = Usa como mucho { $limit } palabras o frases de hasta { $length } caracteres.
error-rule-words-none = Una de estas líneas no contiene nada que se pueda buscar: usa letras o cifras.
error-rule-count = Escribe un número entero de 1 a { $limit_text }, o déjalo vacío.
