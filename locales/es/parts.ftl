# Lo que una fusión deja a los equipos y a la mesa, y los formularios que llegan después.
merge-part-of = Parte de
merge-response-on = Sobre
merge-responses = Respuestas a ideas fusionadas
merge-has-answer = Leer la respuesta que tuvo
merge-routes = { $count ->
    [one] Un equipo tiene la idea que se va:
   *[other] { $count_text } equipos tienen la idea que se va:
}
merge-routes-stay = La conservan, marcada como parte de la otra, y sus plazos siguen corriendo.
merge-status-differs = La idea que se va está en «{ $from }». A partir de ahora se lee «{ $to }», el estado de la otra.
merge-answered = La empresa ha respondido a la idea que se va. La respuesta se queda con ella y está enlazada desde la otra.
flash-note-added-home = La idea se fusionó mientras tanto. La nota está en la idea de la que ahora forma parte.
split-conflict-merged = { $name } fusionó la idea que estabas dividiendo { $when }. Esta es la idea de la que ahora forma parte; lo que escribiste está abajo.
split-others = { $count ->
    [one] Hay un votante más que no está en la lista.
   *[other] Hay { $count_text } votantes más que no están en la lista.
}
split-more = Mostrar más votantes
error-factor-merged = Alguien fusionó la idea mientras tanto, así que allí no se ha fijado nada. Estos son los factores de la idea de la que forma parte.
