# Las listas de ideas y lo que está a su lado.
list-title = ¿Qué deberíamos mejorar?
list-lead = Publica lo que echas en falta, vota lo que quieres y entérate de qué fue de ello.
list-orders = Orden
list-order-trending = Tendencias
list-order-top = Más votadas
list-order-new = Nuevas
list-order-discussed = Más comentadas
list-order-answered = Respondidas
list-order-unanswered = Sin respuesta
list-order-impact = Impacto
list-filter = Filtrar
list-board = Tablero
list-all-boards = Todos los tableros
list-category = Categoría
list-all-categories = Todas las categorías
list-tag = Etiqueta
list-status = Estado
list-any-status = Cualquier estado
list-only = Solo las ideas
list-mine = Mías
list-voted = Que he votado
list-followed = Que sigo
list-show = Ver ideas
list-clear = Quitar todo
list-clear-filters = Quitar los filtros
list-in-use = Filtros activos
list-remove = quitar
list-chip-board = Tablero: { $name }
list-chip-category = Categoría: { $name }
list-chip-tag = Etiqueta: { $name }
list-chip-status = Estado: { $name }
list-pages = Páginas
list-more = Más ideas
list-first = Volver al principio
list-answered = respondió { $ago }:
list-answered-on = respondió el { $date }:
list-comments-on = { $count ->
    [one] { $count_text } comentario sobre «{ $title }»
   *[other] { $count_text } comentarios sobre «{ $title }»
}
empty-title = Aguas tranquilas
empty-filtered = Ninguna idea cumple estos filtros. Quita alguno o publica tú la primera.
empty-answered = Todavía no hay respuestas. Aparecerán aquí, las últimas primero.
empty-unanswered-title = Todo respondido
empty-unanswered = Ninguna idea abierta espera respuesta.
empty-first-title = Nadie ha publicado todavía
empty-first = ¿Qué echaste en falta la última vez? Dos frases bastan para empezar.
empty-end-title = Eso era todo
empty-end = No hay más ideas después de esta página.
why-here = ¿Por qué aquí?
why-placed = Puesto { $place_text } en { $list }: { $facts }.
why-listed = { $list }: { $facts }.
why-votes = { $up ->
    [one] { $up_text } voto a favor
   *[other] { $up_text } votos a favor
}{ $down ->
    [0] { "" }
    [one] { " " }y { $down_text } en contra
   *[other] { " " }y { $down_text } en contra
}
why-half = { $count ->
    [one] , la mitad en el último día
   *[other] , la mitad en los últimos { $count_text } días
}
why-brought = , de los que { $count_text } vinieron de { $source }
why-elsewhere = otro sitio
why-new = publicada { $ago }
why-new-on = publicada el { $date }
why-discussed = { $count ->
    [one] { $count_text } comentario
   *[other] { $count_text } comentarios
}
why-answered = respondida { $ago }
why-answered-on = respondida el { $date }
why-waiting = { $count ->
    [0] espera respuesta desde hoy
    [one] espera respuesta desde hace un día
   *[other] espera respuesta desde hace { $count_text } días
}
why-waiting-first = { $count ->
    [0] primera idea de su autor; espera respuesta desde hoy
    [one] primera idea de su autor; espera respuesta desde hace un día
   *[other] primera idea de su autor; espera respuesta desde hace { $count_text } días
}
aside-label = Sobre este sitio
aside-promise-title = Nuestra promesa
aside-promise = { $count ->
    [0] Leemos todas las ideas.
    [one] Toda idea recibe una respuesta en un día.
   *[other] Toda idea recibe una respuesta en { $count_text } días.
}
aside-promise-boards = Algunos tableros hacen su propia promesa: lo dice su página.
aside-median = { $count ->
    [one] Ahora mismo la mitad de las respuestas llega en un día.
   *[other] Ahora mismo la mitad de las respuestas llega en { $count_text } días.
}
aside-waiting = { $count ->
    [one] Una idea está esperando.
   *[other] { $count_text } ideas están esperando.
}
aside-waiting-many = Más de { $count_text } ideas están esperando.
aside-open = abiertas
aside-delivered = Realizadas hace poco
aside-asked = { $count ->
    [one] la pidió una persona
   *[other] la pidieron { $count_text } personas
}
