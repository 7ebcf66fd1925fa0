# The desk's shortlist.
shortlist-add = Añadir a la lista corta
shortlist-remove = Quitar de la lista corta
shortlist-on = En la lista corta: en su página se pregunta a la gente cómo se sentiría.
shortlist-text = Aún no se pregunta a nadie. Cuando la idea esté en la lista corta, a quien pueda votarla se le harán dos preguntas en su página.
shortlist-filter = En la lista corta
shortlist-bulk = Lista corta
bulk-will-shortlist = Se añaden a la lista corta
flash-shortlisted = Está en la lista corta: se pregunta a la gente en su página.
flash-unshortlisted = Ya no está en la lista corta. Lo que la gente respondió se conserva.
history-shortlisted = añadió esto a la lista corta
history-unshortlisted = quitó esto de la lista corta
log-act-shortlisted = Añadida a la lista corta
log-act-unshortlisted = Quitada de la lista corta

# How people would feel (Kano).
kano-ask = Dos toques: ¿cómo te sentirías?
kano-functional = ¿Si esto existiera?
kano-dysfunctional = ¿Y si no existiera?
kano-like = Me gusta
kano-expect = Lo doy por hecho
kano-neutral = Me da igual
kano-live-with = Puedo vivir con ello
kano-dislike = Me disgusta
kano-change = Cambiar
kano-back = Cambiarlo
kano-take-back = Retirarlo
kano-hint = Solo la empresa ve lo que respondes. No es un voto y puedes cambiarlo cuando quieras.
flash-kano = Gracias. Puedes cambiarlo cuando quieras.
flash-kano-gone = Está retirado.
error-kano-not-asked = Esta idea no está en la lista corta, así que no se pregunta por ella
kano-title = Cómo se sentiría la gente (Kano)
kano-nobody = Nadie ha respondido todavía.
kano-must-be = Imprescindible
kano-performance = De rendimiento
kano-delighter = Atractiva
kano-indifferent = Indiferente
kano-reverse = Inversa
kano-questionable = Contradictoria
kano-who = Quién
kano-kinds = Qué es para ellos
kano-leading = Qué predomina
kano-answers = Respuestas
kano-everybody = Todos
kano-elsewhere = En ningún segmento
kano-lead-few = De momento, { $kinds }; con menos de { $least } respuestas se sabe poco
kano-lead-tied = Empate: { $kinds }
kano-lead-clear = { $kind }, con claridad
kano-test = Un tipo predomina con claridad cuando su ventaja supera el azar (prueba de Fong, 90 %). Una cuenta puede estar en varios segmentos.
kano-merged = Las respuestas a ideas que se fusionaron con esta se quedan con aquellas y no se cuentan aquí.

# Whether old votes still stand.
fresh-title = Votos recientes
fresh-none = Aún no cuenta ningún voto.
fresh-fresh = Recientes
fresh-stale = De hace más de un año
fresh-confirmed = Dijeron que aún la necesitan
fresh-silent = Preguntados, sin respuesta
fresh-hint = Reciente: emitido hace menos de un año o confirmado por quien votó hace menos de un año. Los votos antiguos cuentan exactamente igual que antes; a quien votó se le pregunta una sola vez.
needed-title = ¿Aún las necesitas?
needed-text = Promoviste estas ideas hace más de un año y siguen abiertas. Lo preguntamos una sola vez. Si no respondes, tu voto se queda y cuenta como antes.
needed-voted = La promoviste el
needed-yes = Aún la necesito
needed-no = Ya no, retirar mi voto
needed-note = { $count ->
    [one] Hace más de un año promoviste una idea que sigue abierta.
   *[other] Hace más de un año promoviste { $count_text } ideas que siguen abiertas.
}
needed-note-link = ¿Aún la necesitas?
flash-needed-yes = Gracias: tu voto se queda y la empresa sabe que aún la necesitas.
flash-needed-no = Tu voto está retirado.
error-fresh-not-asked = No se te preguntó por este voto
mail-kind-still-needed = Votos míos de hace un año: si aún necesito la idea
mail-subject-still-needed = { $count ->
    [one] ¿Aún necesitas la idea que votaste?
   *[other] ¿Aún necesitas las { $count_text } ideas que votaste?
}
mail-lead-still-needed = { $count ->
    [one] Hace más de un año promoviste esta idea en { $site }. Sigue abierta.
   *[other] Hace más de un año promoviste estas { $count_text } ideas en { $site }. Siguen abiertas.
}
mail-needed-voted = La promoviste el { $date }
mail-needed-more = { $count ->
    [one] y una más
   *[other] y { $count_text } más
}
mail-needed-silence = Lo preguntamos una sola vez. Si no respondes, tu voto se queda y cuenta como antes.
mail-needed-answer = Decir si aún las necesitas
mail-reason-still-needed = Recibes este correo porque votaste hace más de un año.
