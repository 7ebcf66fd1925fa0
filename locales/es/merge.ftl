# Fusionar ideas, lo que dejan las fusionadas y los duplicados propuestos.
merge-title = Fusionar «{ $title }»
merge-into = Fusionar con
merge-compare = Comparar
merge-offered = Ideas parecidas a esta
merge-lead = Quien haya votado en cualquiera de las dos cuenta una vez. No se pierde ningún voto y todo se puede deshacer.
merge-goes = Esta se va
merge-stays = Esta se queda
merge-union = Juntas
merge-union-coming = Votantes que se suman
merge-union-shared = Votantes de ambas, contados una vez
merge-union-up = Votos a favor después
merge-union-down = Votos en contra después
merge-brought = Los totales traídos de otra herramienta no tienen votantes, así que se quedan con la idea que se va.
merge-reversible = Los comentarios se siguen leyendo, con una marca de dónde vienen. La autoría se conserva y la dirección antigua lleva hasta aquí.
merge-comments = { $count ->
    [0] sin comentarios
    [one] { $count_text } comentario
   *[other] { $count_text } comentarios
}
merge-confirm = Fusionar
merge-swap = Al revés
merge-cancel = Cancelar
merge-undo = Deshacer la fusión
merge-start = Fusionar con…
merge-happened = { $name } fusionó esta idea { $when }. Ahora forma parte de:
merge-came-from = «{ $title }» se fusionó con esta idea.
merge-came-from-more = Leerla como era
merge-here-title = Fusionadas con esta idea
merge-here-text = El mismo deseo, pedido antes o después. Quien votó en una de ellas cuenta aquí, una vez.
merge-merged-on = fusionada el { $when }
merge-comment-from = Escrito en
merge-page-title = Fusionada: { $title }
merge-page-went = Esta idea se fusionó con
merge-page-votes = Sus votos cuentan allí.
merge-page-by = Fusionada por
likenesses-title = Duplicados propuestos
likenesses-lead = Ideas que se parecen a una anterior. Fusiónalas o di que no son lo mismo.
likenesses-empty = No hay dos ideas que parezcan iguales
likenesses-empty-text = Las ideas se comparan con las anteriores cuando llegan y cuando cambia su texto.
likenesses-pair = «{ $one }» y «{ $other }»
likenesses-full = { $count ->
    [one] Este par es el que más lleva esperando. Decide sobre él y aparecerá el siguiente.
   *[other] Estos { $count_text } pares son los que más llevan esperando. Decide sobre algunos y aparecerán los siguientes.
}
likenesses-merge = Fusionar…
likenesses-not-same = No son lo mismo
likenesses-later = Más tarde
comparison-start = Comparar todas las ideas abiertas
comparison-never = También se pueden comparar las ideas que ya estaban.
comparison-waits = Todas las ideas abiertas están a punto de compararse.
comparison-progress = { $done } de { $total } ideas abiertas comparadas.
comparison-look = Volver a mirar
comparison-done = { $count ->
    [one] { $count_text } idea abierta, comparada el
   *[other] { $count_text } ideas abiertas, comparadas el
}
flash-comparing = Se están comparando todas las ideas abiertas. Las que se parezcan aparecerán aquí.
error-comparing = Las ideas ya se están comparando.
desk-tab-duplicates = Duplicados
flash-merged = Las ideas se han fusionado.
flash-unmerged = La fusión se ha deshecho. La idea vuelve a estar por su cuenta.
flash-not-same = Se mantienen separadas y no se vuelven a proponer.
flash-later = La pareja vuelve dentro de una semana.
history-merged = fusionó la idea con
history-merged-here = fusionó otra idea con esta:
history-unmerged = deshizo la fusión con
history-unmerged-here = deshizo la fusión de otra idea con esta:
log-act-merged = Ideas fusionadas
log-act-unmerged = Fusión deshecha
error-merge-itself = Una idea no se puede fusionar consigo misma ni con una idea que forma parte de ella.
error-merge-hidden = Solo se pueden fusionar ideas que estén en la página.
error-merge-audience = Quien ve esta idea tiene que poder ver también la otra, y esa es solo para el equipo.
error-merge-already = Alguien ha fusionado una de las dos mientras tanto.
error-unmerge-gone = La idea no está fusionada, o alguien lo ha deshecho mientras tanto.
error-likeness-decided = Alguien ha decidido sobre esta pareja mientras tanto.
me-merged = Fusionada con otra idea
answer-conflict-merged = { $name } fusionó la idea que estabas respondiendo { $when }. Esta es la idea de la que ahora forma parte; lo que escribiste está abajo.
