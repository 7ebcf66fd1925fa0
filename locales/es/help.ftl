# La página «Cómo se responden las ideas».
help-lead = { $count ->
    [0] La empresa lee todas las ideas.
    [one] Cada idea recibe una respuesta de la empresa en un día.
   *[other] Cada idea recibe una respuesta de la empresa en { $count_text } días.
}
help-answer-title = De la idea a la respuesta
help-answer-1 = Publicas una idea, otros votan y la completan. Los responsables de producto leen la lista según a cuánta gente le importa, con una cola aparte para las primeras ideas de los recién llegados. Responden en público o la envían al equipo que puede actuar.
help-answer-2 = Cada respuesta trae un estado. Un «no» llega siempre con su motivo y con una idea aproximada del coste. Quien sigue una idea se entera de la respuesta, y votar una idea es seguirla.
help-kind-open = No hay nada decidido. Tu voto cuenta.
help-kind-active = Alguien está en ello. Los votos siguen contando.
help-kind-done = Ya está, entera o en la parte que dice la respuesta.
help-kind-closed = No va a llegar, por el motivo que da la respuesta.
help-votes-title = Votos
help-votes-1 = Cada persona tiene un voto por idea. Apoya lo que quieres, rechaza lo que te perjudicaría, y cambia o retira tu voto mientras la idea esté abierta. Se ve quién apoya una idea; de los rechazos solo se ve cuántos son.
help-votes-2 = Los votos que parecen venir de una sola mano pueden quedar retenidos hasta que los revise un moderador. Los votos retenidos no cuentan, y ninguno desaparece en silencio.
help-orders-title = Por qué una idea está donde está
help-order-trending = { $count ->
    [one] Tendencias: cada voto pierde la mitad de su peso cada día, así que una idea nueva puede adelantar a una vieja.
   *[other] Tendencias: cada voto pierde la mitad de su peso cada { $count_text } días, así que una idea nueva puede adelantar a una vieja. Un tablero puede tener su propio ritmo.
}
help-order-top = Las más votadas: apoyos menos rechazos, desde siempre.
help-order-unanswered = Sin respuesta: primero las primeras ideas de los nuevos, luego las más antiguas.
help-orders-why = «¿Por qué aquí?» bajo cada idea da sus números. Nadie mueve una idea a mano; lo que la empresa cambia en votos u órdenes está en el registro público.
help-writing-title = Escribir
help-writing-1 = Las ideas y los comentarios aceptan Markdown:
help-bold = negrita
help-italic = cursiva
help-list = una lista
help-quote = una cita
help-link = un enlace
help-writing-2 = Menciona a alguien con @ y su nombre en las direcciones. Puedes cambiar lo que escribiste durante una hora, o hasta que alguien vote o comente; después, los cambios en una idea siguen siendo posibles y muestran lo que había antes.
help-privacy-title = Qué guardamos sobre ti
help-privacy-1 = Tu correo, que solo ven los administradores; el nombre que eliges; lo que escribes y cómo votas; con qué navegadores has entrado, sin sus direcciones. Ningún otro sitio sabe que has estado aquí: ninguna página carga nada de fuera.
help-privacy-2 = Todo está en una página, para leerlo, llevártelo o borrarlo:
help-privacy-link = lo que guardamos sobre ti
help-keys-title = Teclas en la mesa
help-keys-1 = j y k bajan y suben por la lista, o abre, x selecciona, s va al estado, r al envío, ? muestra esta lista.
