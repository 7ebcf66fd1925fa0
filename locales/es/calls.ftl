# Lo que sesiones, rondas y paneles cuentan por correo, y lo que otra persona cambió mientras un formulario estaba abierto.
mail-kind-round = Qué hace la empresa con el resultado de las rondas de votación en las que diste puntos, y el final de las que creaste
mail-subject-round-reported = Qué hacemos con ello: { $title }
mail-lead-round-reported = Diste puntos en una ronda de votación. Esto es lo que la empresa hace con el resultado.
mail-reason-round-reported = Recibes este correo porque diste puntos en la ronda.
mail-open-round = Ver el resultado
mail-subject-round-closed = Terminada: { $title }
mail-lead-round-closed = { $count ->
    [one] Una ronda de votación que creaste ha terminado. 1 persona dio puntos y espera saber qué harás con el resultado.
   *[other] Una ronda de votación que creaste ha terminado. { $count_text } personas dieron puntos y esperan saber qué harás con el resultado.
}
mail-reason-round-closed = Recibes este correo porque creaste la ronda.
mail-open-round-desk = Escribir las conclusiones
form-there = Lo que está guardado ahora
form-there-none = (nada)
round-stored = Las conclusiones tal como están guardadas ahora
error-form-changed = Otra persona ha cambiado esto desde que abriste el formulario. Donde difiere de lo que escribiste, se muestra en «Lo que está guardado ahora»; si guardas otra vez, vale lo tuyo.
error-round-changed = Alguien ha cambiado esta ronda desde que abriste la página. Lo que guardó se muestra al lado; si guardas otra vez, vale lo tuyo.
error-round-begun = La ronda ha empezado desde que abriste el formulario, así que los puntos, el límite y el comienzo quedan como están. Guarda otra vez para cambiar lo demás.
panel-person-left = { $name } (ya no es del personal; lo que dio se queda)
panel-left-panel = Esta idea salió del panel, o ya no eres una de sus personas. No se guardó nada tuyo. Tu comentario está abajo.
error-panel-other-criteria = Los criterios han cambiado desde que abriste la página. Léelos y elige tus números de nuevo; tu comentario sigue aquí.
