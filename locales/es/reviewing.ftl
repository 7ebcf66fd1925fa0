# Votos en revisión: propuestas, qué se hace con ellas y qué leen quienes emitieron esos votos.
crowd-tab = Votos
crowd-title = Votos en revisión
crowd-lead = Votos que tienen más en común de lo que da el azar. Aquí no se decide nada hasta que tú lo decidas.
crowd-lists = Propuestas
crowd-list-open = Por decidir
crowd-list-held = Retenidos
crowd-list-done = Decididos
crowd-report = Qué se hizo
crowd-empty = Nada llama la atención
crowd-empty-text = Los votos nuevos se miran cada diez minutos, y quienes se apoyan entre sí, una vez al día.
crowd-many-ideas = varias ideas
crowd-name = { $count ->
    [one] Un voto: { $title }
   *[other] { $count_text } votos: { $title }
}
crowd-kind-network = Cuentas nuevas, pocas redes
crowd-kind-machine = Muchas cuentas, un solo equipo
crowd-kind-browser = Una oleada de cuentas nuevas con el mismo navegador
crowd-kind-ring = Personas que se apoyan entre sí
crowd-state-open = Por decidir
crowd-state-held = Retenidos
crowd-state-released = Liberados
crowd-state-void = Anulados
crowd-state-dismissed = Se dejan como están
crowd-says-fresh = { $fresh_text } de { $all_text } cuentas tenían menos de tres días cuando votaron.
crowd-says-networks = { $networks ->
    [one] Vienen de una sola red, { $largest_text } en total. De quienes votaron la idea, lo habitual desde ahí serían { $expected }.
   *[other] Vienen de { $networks_text } redes, { $largest_text } de la mayor. De quienes votaron la idea, lo habitual desde ahí serían { $expected }.
}
crowd-says-browsers = { $count ->
    [one] Todos usan el mismo navegador en la misma versión.
   *[other] Usan { $count_text } navegadores.
}
crowd-says-burst = { $peak_text } se emitieron en la hora que empezó el { $at }. El resto del tiempo la idea recibe { $usual } votos por hora, y una idea de este sitio, { $site }.
crowd-says-overlap = { $ideas ->
    [one] { $people_text } de esas personas votaron también la misma otra idea, que pocas más votaron.
   *[other] { $people_text } de esas personas votaron también las mismas { $ideas_text } ideas, que pocas más votaron.
}
crowd-says-ring = { $people_text } personas dieron { $votes_text } de sus { $all_text } votos a ideas unas de otras. Por azar serían { $expected }.
crowd-says-pairs = { $count ->
    [one] Una pareja apoyó al menos dos ideas de cada parte.
   *[other] { $count_text } parejas apoyaron al menos dos ideas de cada parte.
}
crowd-at-once = Retener al momento
crowd-at-once-on = Los votos de una propuesta nueva se retienen en cuanto se hace. Aquí puedes liberarlos.
crowd-at-once-off = Las propuestas esperan a un moderador, y hasta entonces sus votos cuentan.
crowd-at-once-turn-on = Retener al momento desde ahora
crowd-at-once-turn-off = Esperar a un moderador desde ahora
crowd-to-idea = La idea
crowd-why = Por qué estos votos
crowd-why-not = Nada de esto demuestra algo. Quienes trabajan juntos comparten red, y un enlace que circula trae a mucha gente nueva en una hora.
crowd-line-title = Cuándo se emitieron
crowd-line-description = Votos del { $from } al { $to }. La barra más alta de esta propuesta tiene { $own_text } votos, junto a otros { $others_text }, desde el { $at }.
crowd-line-own = Esta propuesta
crowd-line-others = Otros votos a la idea
crowd-line-table = Los números
crowd-line-from = Desde
crowd-votes = Los votos
crowd-vote-by = De
crowd-vote-on = Idea
crowd-vote-at = Cuándo
crowd-vote-state = Voto
crowd-vote-says = Qué dice
crowd-vote-nothing = nada
crowd-vote-for = A favor
crowd-vote-against = En contra
crowd-vote-withdrawn = Retirado
vote-state-counted = cuenta
vote-state-held = retenido
vote-state-void = anulado
crowd-decide = Decidir
crowd-reason-hint = El registro público lo nombra, con el número de votos y sin nombres.
crowd-note = Nota
crowd-note-hint = Opcional, hasta 500 caracteres. Solo la leen los moderadores.
crowd-consequence = Los votos retenidos y anulados no cuentan, y las posiciones se calculan de nuevo al momento. Quien los emitió lo ve y puede escribir una línea.
crowd-for-all = Todos
crowd-for-picked = Los marcados arriba
crowd-act-hold = Retener
crowd-act-release = Liberar
crowd-act-void = Anular
crowd-act-dismiss = Dejarlos como están
crowd-acts = Qué se hizo
crowd-acts-none = Nada todavía.
crowd-act-line = { $count ->
    [0] { $act }
    [one] { $act }: un voto
   *[other] { $act }: { $count_text } votos
}
crowd-effect = Efecto
crowd-effect-none = ninguno
crowd-effect-line = { $title }: { $before_text } votos antes, { $after_text } después; en tendencia, { $was } antes, { $is } después
crowd-place = puesto { $place_text }
crowd-place-beyond = por detrás del puesto 100
crowd-undone = deshecho
crowd-undo = Deshacer lo último
crowd-report-lead = Propuestas y lo que hicieron con ellas los moderadores y el propio sitio.
crowd-report-from = Desde
crowd-report-to = Hasta
crowd-report-proposals = Propuestas
crowd-report-sum = { $acts_text } actos, { $votes_text } votos
crowd-report-undone = Deshecho
crowd-report-csv = Descargar en CSV
crowd-report-none = No se hizo nada
crowd-report-none-text = En este tiempo nadie retuvo, liberó ni anuló votos.
vote-reason-new-accounts = Una oleada de cuentas nuevas
vote-reason-one-source = Muchas cuentas desde un mismo sitio
vote-reason-ring = Personas que se apoyan entre sí
vote-reason-genuine = Los votos son auténticos
vote-reason-explained = Quien los emitió lo explicó
vote-reason-other = Otra cosa
flash-crowd-decided = Hecho, y las posiciones se han calculado de nuevo.
flash-holding = Desde ahora es así.
flash-vote-line = Los moderadores ya pueden leerlo.
error-crowd-moved = Alguien decidió mientras tanto sobre estos votos. Aquí están como están ahora.
error-votes-none = Marca los votos a los que te refieres.
error-vote-line-missing = Escribe unas palabras.
error-period = El último día no puede ser anterior al primero.
reviewed-title = Tus votos en revisión
reviewed-lead = A veces se retienen votos que se parecen hasta que un moderador los ha mirado. Mientras tanto no cuentan.
reviewed-none = Todos tus votos cuentan
reviewed-none-text = Ninguno está retenido ni anulado.
reviewed-held = Este voto está en revisión y por ahora no cuenta.
reviewed-void = Un moderador ha visto que este voto no debe contar. Si no es así, dilo aquí.
reviewed-promoted = Votaste a favor el
reviewed-demoted = Votaste en contra el
reviewed-line = Una línea para los moderadores
reviewed-line-hint = Hasta { $limit_text } caracteres. ¿Cómo llegaste a votar? Puedes cambiarla después.
reviewed-send = Enviar
reviewed-note = { $count ->
    [one] Uno de tus votos no cuenta por ahora.
   *[other] { $count_text } de tus votos no cuentan por ahora.
}
reviewed-note-link = Ver por qué
reviewed-held-note = Tu voto está en revisión y por ahora no cuenta.
reviewed-void-note = Tu voto no cuenta.
log-act-holding-changed = Retener votos al momento
log-holding-on = activado
log-holding-off = desactivado
