# Rondas de votos.
nav-rounds = Rondas de votos
rounds-title = Rondas de votos
rounds-lead = Listas cortas de ideas que podrían hacerse. Reparte tus puntos; los resultados se ven cuando la ronda se cierra.
rounds-empty = Todavía no hay rondas de votos
rounds-empty-text = Cuando la empresa pregunte cuál de unas pocas ideas debe ir primero, aparecerá aquí.
rounds-empty-desk = Pon en una lista de dos a veinte ideas factibles y pide que se reparta entre ellas un número fijo de puntos.
round-banner = Ronda de votos
round-people = { $count ->
    [one] 1 persona
   *[other] { $count_text } personas
}
round-report = Qué hacemos con ello
round-to-desk = Abrir en la mesa de trabajo
round-budget-say = { $count ->
    [one] Cada persona tiene 1 punto.
   *[other] Cada persona tiene { $count_text } puntos.
}
round-cap-say = { $count ->
    [one] Como mucho 1 para cada idea.
   *[other] Como mucho { $count_text } para cada idea.
}
round-intent = El resultado nos dice qué se quiere primero. No cambia ningún voto.
round-results = Resultados
round-idea = Idea
round-points = Puntos
round-people-head = Personas
round-points-count = { $count ->
    [one] 1 punto
   *[other] { $count_text } puntos
}
round-points-for = Puntos para «{ $title }»
round-sign-in = Inicia sesión para dar puntos
round-short-list = La lista corta
round-short-list-none = Todavía no hay ideas. Añade de dos a veinte.
round-give = Dar mis puntos
round-change = Cambiar mis puntos
round-rest = Puntos que quedan: { "{" }n{ "}" }
round-over = Puntos de más: { "{" }n{ "}" }
round-rest-say = { $count ->
    [one] Queda 1 punto
   *[other] Quedan { $count_text } puntos
}
round-sealed = Puedes cambiarlo hasta que la ronda se cierre. Nadie ve ningún resultado antes. Para retirar tu papeleta, vacía todos los campos.
round-sealed-desk = La lista ya es fija. Los puntos se ven cuando la ronda se cierra; antes, nadie.
round-new = Nueva ronda de votos
round-edit = Editar
round-title = Título
round-title-hint = Por ejemplo, «¿Qué arreglo va primero?». Hasta 120 caracteres.
round-intro = De qué va
round-intro-hint = Por qué estas ideas y qué harás con el resultado. Markdown.
round-budget = Puntos por persona
round-budget-hint = De 1 a 1000.
round-cap = Como mucho para una idea
round-cap-hint = Déjalo vacío para no poner límite.
round-audience = Quién participa
round-for-all = Todo el mundo
round-for-staff = El personal
round-publish-text = Solo la ve quien lleva la mesa de trabajo. Una vez publicada no se puede borrar, se abre y se cierra sola, y su lista es fija cuando se abre.
round-by-segment = Resultados por segmento
round-no-segment = Sin segmento
round-segment-hint = Los segmentos son los de las cuentas de las personas tal como están ahora. Quien no tiene cuenta no tiene segmento.
round-report-hint = Di qué vas a hacer. Nadie fuera de la mesa de trabajo lo lee hasta que lo publiques.
round-report-field-hint = Qué harás primero, qué después y por qué. Markdown.
round-report-publish = Publicar
round-idea-add = Añade una idea
round-facts = Datos de la ronda
round-close-title = ¿Cerrar ahora esta ronda?
round-close-lead = Nadie podrá dar más puntos y se verán los resultados. El registro público lo cuenta.
round-discard-lead = El borrador desaparece para siempre. Sus ideas se quedan.
round-act-reported = Informe publicado
log-act-round-made = Ronda de votos creada
log-act-round-changed = Ronda de votos cambiada
log-act-round-published = Ronda de votos publicada
log-act-round-opened = Ronda de votos abierta
log-act-round-closed = Ronda de votos cerrada
log-act-round-reported = Informe de una ronda de votos publicado
log-act-round-added = Idea puesta en la lista de una ronda de votos
log-act-round-removed = Idea quitada de la lista de una ronda de votos
log-act-round-ended = Ronda de votos cerrada antes de tiempo
flash-points-saved = Tus puntos están guardados.
flash-round-saved = La ronda está guardada.
flash-round-published = La ronda está publicada.
flash-round-ended = La ronda está cerrada.
flash-round-reported = Está publicado.
flash-round-idea-added = La idea está en la lista.
flash-round-idea-removed = La idea ya no está en la lista.
error-points-number = Escribe números enteros a partir de 0
error-points-cap = Da como mucho { $limit } a una idea
error-points-budget = Tienes { $limit } puntos; estos son más
error-points-gone = Una idea ya no está en la lista; mírala otra vez
error-round-title = Escribe un título de hasta { $limit } caracteres
error-round-budget = Escribe un número entero de 1 a { $limit }
error-round-closed = La ronda está cerrada.
error-round-planned = La ronda todavía no está abierta.
error-round-draft = La ronda no está publicada.
error-round-published = La ronda ya está publicada.
error-round-past = Su final ya ha pasado. Elige otro antes de publicarla.
error-round-short = Una ronda necesita al menos dos ideas.
error-round-not-for-all = No todo el que ve la ronda ve todas sus ideas.
error-round-fixed = La lista es fija desde que se abrió la ronda.
error-round-full = Una ronda tiene veinte ideas como mucho
error-round-idea-hidden = No todo el que ve la ronda ve esta idea
error-round-idea-twice = Esta idea ya está en la lista
error-round-runs = La ronda sigue abierta; publica qué haces con ello cuando se cierre.
error-round-report-empty = Escribe algo antes de publicarlo
data-rounds = Rondas de votos en las que diste puntos
