# Reglas: quién lo pide, el tiempo y lo que hacen además de enviar
rule-when-segment = pedida por cuentas de { $list }
rule-when-impact = con un impacto de { $count_text } o más
rule-when-waiting = { $count ->
    [one] un día sin respuesta
   *[other] { $count_text } días sin respuesta
}
rule-when-value = pedida por cuentas que pagan { $value } al mes o más
rule-least-loaded = el menos cargado de { $list }
rule-does-owner = Se ocupa { $name }.
rule-does-ask = Se pregunta al autor: «{ $question }»
rule-does-tag = Recibe la etiqueta { $tag }.
rule-does-tell = Se avisa a { $name }.
rule-impact = Impacto mínimo
rule-waiting = Días sin respuesta
rule-value = Las cuentas que la piden pagan al menos (al mes)
rule-currency = Moneda, como EUR
rule-segments = Pedida por cuentas de
rule-no-team = A ningún equipo
rule-others = O al menos cargado de ese y estos equipos
rule-owner = Quién se ocupa
rule-add-tag = Añadir una etiqueta
rule-tell-person = Avisar a una persona
rule-tell-team = Avisar a un equipo
rule-nothing = –
rule-question = Preguntar al autor
rule-question-hint = En nombre del equipo, en cuanto se envía la idea. Mientras la pregunta espera, el reloj del equipo puede pararse.
trial-since = Publicadas desde
trial-until = hasta
trial-again = Probar otra vez
trial-loads = Lo que recibiría cada equipo
trial-open = Abiertas ahora
trial-added = Añadidas
error-trial-period = El periodo termina antes de empezar.
error-rule-needs-team = Solo lo que se envía a un equipo se puede asignar o preguntar.
error-rule-value = Escribe un importe y las tres letras de su moneda.
error-rule-question = Una pregunta admite como mucho { $limit_text } caracteres.
error-segment-named = Una regla pide este segmento. Cambia antes la regla.
map-title = Mapa de reglas
map-lead = { $count ->
    [0] Todos los tableros y categorías están cubiertos por alguna regla.
    [one] Un tablero o categoría no está cubierto por ninguna regla.
   *[other] { $count_text } tableros y categorías no están cubiertos por ninguna regla.
}
map-no-rules = No hay ninguna regla activa, así que nada está cubierto.
map-places = Tableros y categorías con las reglas que envían lo que se publica en ellos
map-place = Tablero o categoría
map-rules = Reglas
map-none = Sin regla
map-not-whole = Sin regla para todo el tablero
map-tags = Etiquetas
map-tags-none = Ninguna regla pide:
map-idle = Reglas que nunca actuaron
map-idle-none = Todas las reglas activas han actuado.
map-overlap = Reglas que se solapan
map-overlap-text = Una misma idea puede cumplir las dos reglas de cada par. Se consultan en el orden de la lista de reglas.
map-overlap-none = Ninguna idea puede cumplir dos reglas que envían.
mail-subject-rule-found = Una regla encontró: { $title }
mail-lead-rule-found = La regla «{ $rule }» encontró esta idea.
mail-reason-rule-found = Recibes este correo porque una regla te avisa.
mail-kind-rule-found = Lo que te avisan las reglas
rule-when-lens = en la lente { $list }
rule-lenses = En una de estas lentes
trial-from-now-on = Una vez activa, se consulta la regla cada vez que algo le pasa a una idea, y cada mañana sobre las que están abiertas o en curso.
trial-run = { $count ->
    [one] Activar y hacer esto ahora con 1 idea
   *[other] Activar y hacer esto ahora con estas { $count_text } ideas
}
trial-done-before = hecho antes
flash-rule-runs = La regla está activa y recorre ahora estas ideas.
error-lens-named = Una regla pide esta lente. Cambia antes la regla.
map-overlap-both = va a un equipo de cada una
map-overlap-first = va solo por la primera
map-overlap-never = La segunda nunca hace nada
map-first = Se consulta antes
map-second = Se consulta después
map-comes-to = Una idea que cumple las dos
