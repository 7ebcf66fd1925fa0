# Cómo se ordenan las listas y qué las mueve: recuentos ocultos, empates, el registro de manos en la balanza.
nav-scale = Manos en la balanza
scale-note = El lugar lo deciden los votos y el tiempo. Todo lo demás que movió la balanza es público:
log-scale = Todas las manos en la balanza
log-scale-lead = Todo lo que movió ideas en las listas públicas aparte de los votos: semividas, qué votos cuentan, recuentos ocultos, votos retenidos, fusiones, importaciones. Ninguna idea se puede fijar arriba.
log-setting = tablero { $board }, de «{ $from }» a «{ $to }»
log-act-voting-changed = Cambio en los tipos de voto
log-act-counts-changed = Cambio en los recuentos ocultos
log-act-exploration-changed = Cambio en la parte de ideas poco vistas
why-tie = Empate
why-tie-above = Empata con la idea de arriba: el azar por sí solo daría esa diferencia.
why-tie-below = Empata con la idea de abajo: el azar por sí solo daría esa diferencia.
why-tie-both = Empata con las ideas de arriba y de abajo: el azar por sí solo daría esa diferencia.
help-ties = Cuando dos ideas vecinas de Más votadas difieren en lo que daría el azar, las dos llevan la marca de empate.
help-veil = Un tablero puede ocultar cuántas personas han votado, siempre o durante un tiempo, porque los primeros votos arrastran a otros. El orden no cambia.
counts-shown = Siempre a la vista
counts-hidden = Siempre oculto
counts-until-voted = Oculto hasta haber votado
counts-first-days = Oculto los primeros días
counts-for-days = { $count ->
    [one] Oculto el primer día
   *[other] Oculto los primeros { $count_text } días
}
explore-share = { $count ->
    [0] ninguno
   *[other] un lugar de cada { $count_text }
}
field-counts = Número de votos
field-counts-hint = Un primer voto arrastra a otros. Si ocultas los números, nadie sigue a la mayoría; el orden de las listas no cambia, y la mesa siempre los ve.
field-counts-days = Días hasta que se vea el número
field-counts-days-hint = Solo para «oculto los primeros días»: cuentan desde que se publicó la idea.
field-explore = De cada cuántos lugares, uno es para ideas que casi nadie ha visto
field-explore-hint = En Tendencias, con la marca «Échale un vistazo». 10 si no dices otra cosa, 0 para ninguno. El cambio aparece en el registro público.
error-counts-days = Escribe un número de días entre 1 y 365.
error-explore-every = Escribe 0, o un número entre 2 y 100.
veil-word = votos ocultos
veil-title = Los votos están ocultos
veil-reason = Así nadie sigue a la mayoría. Cada voto cuenta igual.
veil-always = Este tablero no muestra cuántas personas han votado.
veil-until-voted = Verás cuántas personas han votado en cuanto votes.
veil-until = Hasta el { $date } nadie ve cuántas personas han votado.
veil-why-always = este tablero oculta cuántas personas han votado
veil-why-until-voted = cuántas personas han votado se ve después de votar
veil-why-until = cuántas personas han votado está oculto hasta el { $date }
veil-board-hidden = Este tablero no muestra cuántas personas han votado.
veil-board-until-voted = Verás cuántas personas han votado una idea en cuanto la votes.
veil-board-first-days = { $count ->
    [one] Nadie ve cuántas personas han votado una idea en su primer día.
   *[other] Nadie ve cuántas personas han votado una idea en sus primeros { $count_text } días.
}
look-mark = Échale un vistazo
look-note = Casi nadie ha visto aún esta idea, así que nadie sabe lo buena que es.
look-why = { $count ->
    [0] Échale un vistazo: se ha mostrado a tan poca gente que sus votos aún dicen poco. Está aquí para que se vea, no por sus votos.
   *[other] Échale un vistazo: se ha mostrado a tan poca gente que sus votos aún dicen poco. Un lugar de cada { $count_text } es para ideas así.
}
for-you-title = Para ti
for-you-lead = Lo que es tendencia en los temas que votas, sigues y publicas, sin lo que ya has votado.
for-you-how = Uno de cada cinco lugares es para algo de fuera de tus temas, para que no veas solo más de lo mismo.
for-you-tag = Porque votas, sigues o publicas ideas con la etiqueta «{ $name }»
for-you-place = Porque votas, sigues o publicas ideas en «{ $name }»
for-you-outside = De fuera de tus temas: es tendencia en otra parte del sitio
for-you-none-title = Todavía no hay pistas
for-you-none = Vota o sigue algunas ideas, y esta página te enseñará qué más va en esa dirección.
for-you-end-title = Ya lo has visto todo
for-you-end = Has votado todo lo que es tendencia en tus temas. Las ideas nuevas aparecerán aquí.
for-you-trending = Todas las tendencias
for-you-new = Ideas nuevas
help-order-for-you = Para ti: lo que es tendencia en tus etiquetas y categorías, sin lo que ya has votado, con uno de cada cinco lugares de fuera. Cada idea dice por qué está ahí.
help-look = En Tendencias, una parte de los lugares, normalmente uno de cada diez, es para ideas que casi nadie ha visto. Llevan la marca «Échale un vistazo».
