# Correos, y la página que pone fin a un tipo de ellos.
mail-subject-answered = { $status }: { $title }
mail-subject-status-changed = { $status }: { $title }
mail-subject-comment-on-followed = Nuevo comentario: { $title }
mail-subject-reply = { $actor } te ha respondido: { $title }
mail-subject-mention = { $actor } te ha mencionado: { $title }
mail-subject-extension = Tu comentario ya forma parte de la idea: { $title }
mail-subject-routed = Para { $team }: { $title }
mail-subject-question = Una pregunta sobre: { $title }
mail-subject-question-answered = La respuesta a una pregunta: { $title }
mail-subject-overdue = { $count ->
    [one] Una idea lleva retraso en su equipo
   *[other] { $count_text } ideas llevan retraso en sus equipos
}
mail-lead-answered = { $actor } ha respondido a una idea que sigues en { $site }.
mail-lead-status-changed = { $actor } ha cambiado el estado de una idea que sigues en { $site }.
mail-lead-comment-on-followed = { $actor } ha comentado una idea que sigues en { $site }.
mail-lead-reply = { $actor } ha respondido a tu comentario en { $site }.
mail-lead-mention = { $actor } te ha mencionado en { $site }.
mail-lead-extension = { $actor } ha incorporado tu comentario a la idea y te reconoce como autor.
mail-lead-routed = { $actor } ha enviado esta idea a { $team }.
mail-lead-question = { $actor }, de { $team }, te pregunta sobre esta idea.
mail-lead-question-answered = { $actor } ha respondido a la pregunta que hizo { $team }.
mail-lead-overdue = { $count ->
    [one] Una idea ha pasado la fecha en la que su equipo debía actuar.
   *[other] { $count_text } ideas han pasado la fecha en la que sus equipos debían actuar.
}
mail-status = Estado
mail-due = Vence el { $date }
mail-overdue-days = { $count ->
    [0] vence hoy
    [one] un día de retraso
   *[other] { $count_text } días de retraso
}
mail-overdue-more = { $count ->
    [one] Hay una más en la mesa.
   *[other] Hay { $count_text } más en la mesa.
}
mail-open-idea = Leer y responder en el sitio
mail-open-inbox = Abrir la bandeja del equipo
mail-open-desk = Abrir la mesa
mail-reason-answered = Recibes este correo porque sigues esta idea.
mail-reason-status-changed = Recibes este correo porque sigues esta idea.
mail-reason-comment-on-followed = Recibes este correo porque sigues esta idea.
mail-reason-reply = Recibes este correo porque alguien ha respondido a tu comentario.
mail-reason-mention = Recibes este correo porque alguien te ha mencionado.
mail-reason-extension = Recibes este correo porque tu comentario se ha incorporado a una idea.
mail-reason-routed = Recibes este correo porque eres miembro del equipo, o llevas la mesa y en el equipo no hay nadie.
mail-reason-question = Recibes este correo porque un equipo te ha hecho una pregunta.
mail-reason-question-answered = Recibes este correo porque la pregunta la hicisteis tú o tu equipo.
mail-reason-overdue = Recibes este correo los lunes porque gestionas la mesa.
mail-reason-team-address = Esta es la dirección del equipo { $team }.
mail-stop = No recibir más estos correos
mail-all-settings = Elegir qué correos recibes
mail-kind-answered = Respuestas a ideas que sigues
mail-kind-status-changed = Nuevos estados de ideas que sigues
mail-kind-comment-on-followed = Comentarios en ideas que sigues
mail-kind-reply = Respuestas a tus comentarios
mail-kind-mention = Menciones tuyas
mail-kind-extension = Comentarios tuyos incorporados a ideas
mail-kind-routed = Ideas enviadas a tus equipos
mail-kind-question = Preguntas que te hacen los equipos
mail-kind-overdue = Lo que lleva retraso, los lunes
unsubscribe-title = ¿No quieres recibir más estos correos?
unsubscribe-text = «{ $kind }»: no recibirás más correos de este tipo. Todo lo demás queda como está.
unsubscribe-button = No recibir más
unsubscribe-done-title = No recibirás más estos correos
unsubscribe-done-text = «{ $kind }» está desactivado.
unsubscribe-again = Volver a activarlo
unsubscribe-on-title = Volverás a recibir estos correos
unsubscribe-on-text = «{ $kind }» está activado.
unsubscribe-settings = Elegir qué correos recibes
