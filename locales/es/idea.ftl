# La página de una idea, su historial, sus votantes.
idea-edited = editada
idea-edit = Editar
idea-report = Denunciar
idea-follow = Seguir
idea-following = Siguiendo
idea-about = La idea
idea-response = Respuesta de { $site }
idea-extensions = Ampliaciones
idea-extension-from = De un comentario de { $name }
idea-extension-by = incorporado por { $name }
idea-history = Historial
idea-aside = Sobre esta idea
idea-faces = Algunas de las personas que han votado
idea-voters-all = Quién ha votado
idea-voters-more = { $count ->
    [one] { $count_text } más
   *[other] { $count_text } más
}
idea-stands = En qué lugar está
idea-tally = { $promotions }, { $demotions }
idea-promotions = { $count ->
    [one] { $count_text } voto a favor
   *[other] { $count_text } votos a favor
}
idea-demotions = { $count ->
    [0] ninguno en contra
    [one] { $count_text } en contra
   *[other] { $count_text } en contra
}
idea-brought = { $count ->
    [one] { $count_text } de los votos viene de { $from }.
   *[other] { $count_text } de los votos vienen de { $from }.
}
idea-followers = { $count ->
    [0] Todavía no la sigue nadie.
    [one] La sigue { $count_text } persona.
   *[other] La siguen { $count_text } personas.
}
idea-related = Relacionadas
idea-pending = Esta idea espera a que la revise un moderador. Hasta entonces solo la veis tú y los moderadores.
idea-hidden = Un moderador ha ocultado esta idea. Solo la ven su autor y los moderadores.
idea-hidden-reason = Un moderador ha ocultado esta idea. Solo la ven su autor y los moderadores. El motivo: { $reason }
idea-for-staff = Para el equipo
idea-open-in-desk = Abrir en la mesa
idea-hide = Ocultar esta idea…
idea-restore = Restaurar esta idea
idea-lock = Cerrar los comentarios
idea-unlock = Abrir los comentarios
idea-approve = Aprobar
idea-turn-down = Rechazar…
idea-feed = Canal de esta idea
idea-links = Enlaces
idea-link-kind = Esta idea es
idea-link-to = Otra idea
idea-link-to-hint = Su número o su dirección.
idea-link-add = Enlazar
idea-link-remove = Quitar el enlace
idea-flash-posted = Tu idea ya está publicada. Tu propio voto cuenta.
idea-flash-pending = Gracias. Tu idea espera a un moderador; hasta entonces solo la veis tú y los moderadores.
idea-flash-edited = Tus cambios ya están en la página.
idea-flash-edit-pending = Tus cambios esperan a un moderador; hasta entonces la idea solo la veis tú y los moderadores.
idea-flash-following = Sigues esta idea: te contaremos qué pasa con ella.
idea-flash-not-following = Ya no sigues esta idea.
idea-flash-linked = Las ideas están enlazadas.
idea-flash-unlinked = El enlace se ha quitado.
link-duplicate-of = Duplicado de
link-has-duplicate = Tiene un duplicado
link-part-of = Parte de
link-has-part = Tiene una parte
link-alternative-to = Alternativa a
link-depends-on = Depende de
link-needed-by = Necesaria para
link-extends = Amplía
link-extended-by = Ampliada por
history-site = El sitio
history-submitted = publicó la idea
history-edited = editó el texto.
history-what-changed = Qué cambió
history-moved = movió la idea
history-moved-board = movió la idea de { $from } a { $to }
history-moved-category = puso la categoría { $to }
history-moved-no-category = quitó la categoría
history-tags = cambió las etiquetas
history-tags-added = añadió etiquetas: { $tags }
history-tags-removed = quitó etiquetas: { $tags }
history-tags-both = cambió etiquetas: añadió { $added }, quitó { $removed }
history-status = puso el estado
history-status-from = cambió el estado de { $from } a
history-answered = respondió
history-response-edited = editó la respuesta
history-effort = cambió el esfuerzo
history-taken-up = incorporó un comentario como ampliación
history-taken-up-from = incorporó un comentario de { $name } como ampliación
history-released = retiró una ampliación
history-released-from = retiró la ampliación de { $name }
history-linked = enlazó: { $kind }
history-unlinked = quitó el enlace: { $kind }
history-routed = envió la idea al equipo
history-route-moved = hizo avanzar el envío del equipo
history-held = publicó la idea, que espera a un moderador
history-edit-held = editó la idea, que espera a un moderador
history-approved = aprobó la idea
history-rejected = rechazó la idea
history-hidden = ocultó la idea
history-restored = restauró la idea
history-comment-held = publicó un comentario, que espera a un moderador
history-comment-edit-held = editó un comentario, que espera a un moderador
history-comment-approved = aprobó un comentario
history-comment-rejected = rechazó un comentario
history-comment-hidden = ocultó un comentario
history-comment-restored = restauró un comentario
history-locked = cerró los comentarios
history-unlocked = abrió los comentarios
history-votes-held = retuvo votos para revisarlos
history-votes-released = liberó votos retenidos
history-votes-voided = anuló votos
history-imported = importó la idea
edits-title = Qué cambió
edits-lead = Todas las ediciones, la última primero. Lo que se quitó está tachado; lo que se añadió, subrayado.
edits-none = El texto está tal como se publicó.
edits-older = Ediciones anteriores
edits-edit = Edición de { $name }, { $when }
voters-title = Quién ha votado
voters-page = Quién ha votado: { $title }
voters-lead = Se nombra a quienes han votado a favor, los últimos primero.
voters-none = Nadie cuyo voto cuente ha votado a favor de la idea.
voters-author = Voto de quien la propuso
voters-more = Más votantes
error-link-target = No existe esa idea. Escribe su número o su dirección.
error-link-itself = Una idea no se puede enlazar consigo misma.
error-link-part = Esa idea se fusionó con esta: ya forma parte de ella.
error-edit-not-yours = Una idea solo la editan su autor y los responsables de producto.
error-edit-hidden = Un moderador ha ocultado esta idea y no se puede editar.
idea-question = El equipo { $team } te pregunta algo sobre tu idea.
idea-question-answer = Lee la pregunta y respóndela
