# Tiempo de trabajo, relojes de los envíos
calendar-title = Calendario laboral
calendar-lead-site = Las horas y los días en que se cuentan los plazos y las promesas. Los equipos pueden tener su propio calendario.
calendar-lead-own = { $team } trabaja con su propio calendario.
calendar-lead-not-own = { $team } trabaja con el calendario del sitio. Al guardar este formulario tendrá uno propio.
calendar-zone = Zona horaria
calendar-zone-site = La del sitio ({ $zone })
calendar-hours = Horario
calendar-hours-hint = Desde y hasta, como 09:00-17:00; con pausa, 09:00-12:30, 13:30-17:00. Deja vacíos los días libres.
calendar-monday = Lunes
calendar-tuesday = Martes
calendar-wednesday = Miércoles
calendar-thursday = Jueves
calendar-friday = Viernes
calendar-saturday = Sábado
calendar-sunday = Domingo
calendar-holidays = Festivos
calendar-holidays-hint = Uno por línea: el día y después el nombre, como 2026-12-25 Navidad.
calendar-more = Añadir festivos
calendar-more-hint = Pega una lista como la de arriba o el contenido de un archivo de calendario (.ics): se añaden sus entradas de día completo.
calendar-stays = Los plazos ya comunicados no cambian; los avisos y los escalados siguen el calendario nuevo.
calendar-leave-title = El calendario del sitio
calendar-leave-text = Se borran el horario y los festivos propios del equipo.
calendar-leave = Volver al calendario del sitio
flash-calendar-saved = El calendario se ha guardado.
flash-calendar-left = El equipo trabaja con el calendario del sitio.

clock-title = Reloj
clock-lead = Cuándo vence lo que se envía a este equipo y qué pasa cuando ese día se acerca y pasa. Los días y las horas son de trabajo.
clock-due-days = Vence en (días laborables)
clock-due-days-hint = Para lo que se envía sin fecha. Vence al cierre de la jornada. Vacío: sin fecha.
clock-remind = Avisar estas horas laborables antes
clock-remind-hint = Recibe un correo quien se ocupa; si no hay nadie, todo el equipo. Vacío: sin aviso.
clock-escalate = Escalar estas horas laborables después
clock-escalate-hint = 0 es enseguida. Vacío: no se escala.
clock-escalate-to = Escalar a
clock-nobody = Nadie
clock-people = Personas
clock-pauses = Parar mientras una pregunta espera al autor
clock-pauses-hint = Cuando el autor responde, el plazo se mueve el tiempo de trabajo que pasó. Lo que estaba atrasado sigue atrasado.
clock-site-calendar = Este equipo trabaja con el calendario del sitio.
clock-edit-calendar = Cambiar horario y festivos
clock-own-calendar = Dar al equipo horario y festivos propios
clock-edit-site-calendar = Cambiar el calendario del sitio
clock-paused = Parado desde el { $date }: espera al autor
clock-left-hours = { $count ->
    [one] Queda una hora laborable
   *[other] Quedan { $count_text } horas laborables
}
clock-left-minutes = { $count ->
    [one] Queda un minuto laborable
   *[other] Quedan { $count_text } minutos laborables
}
clock-escalated = Escalado a { $name } el { $date }
clock-desk = la mesa
clock-due-at = Vence el { $date }
flash-clock-saved = El reloj se ha guardado.
inbox-escalated = Escalado a este equipo
inbox-of-team = De { $team }
step-reminded = El reloj avisó al equipo de que vence pronto
step-escalated = Está atrasado y el reloj lo escaló

error-hours = Escribe las horas como 09:00-17:00, con una coma entre dos tramos, primero el más temprano.
error-hours-none = Alguien tiene que trabajar en algún momento de la semana.
error-holiday-line = La línea { $line } no empieza con un día como 2026-12-25.
error-holidays-file = En este archivo de calendario no hay ningún día completo.
error-holidays-many = Un calendario admite como mucho { $limit_text } festivos.
error-terms-count = Escribe un número entero del 1 al { $limit_text }, o nada.
error-escalate-to = Elige a quién se escala.
error-escalate-when = Escribe tras cuántas horas laborables se escala; 0 es enseguida.

mail-subject-due-soon = Vence pronto: { $title }
mail-lead-due-soon = Esta idea, en { $team }, vence pronto.
mail-reason-due-soon = Recibes este correo porque te ocupas de ella, o porque nadie de tu equipo lo hace.
mail-kind-due-soon = Lo que vence pronto en tus equipos
mail-subject-escalated = Atrasado en { $team }: { $title }
mail-lead-escalated = Esta idea está atrasada en { $team } y se te ha escalado.
mail-reason-escalated = Recibes este correo porque lo que se atrasa en este equipo llega a ti.
mail-kind-escalated = Lo que se te escala

# La promesa de respuesta
promise-title = Promesa de respuesta
promise-lead = La página del tablero y cada idea nueva dicen en cuántos días laborables responde la empresa por primera vez, y cómo se cumple.
promise-days = Primera respuesta en (días laborables)
promise-days-hint = Se cuentan desde el día siguiente a la publicación. Déjalo vacío para no prometer nada. Lo prometido sobre las ideas que ya están se mantiene.
promise-calendar = Con qué calendario
promise-calendar-site = El del sitio
promise-calendar-hint = Aquí no cuentan las horas: el último día vale hasta medianoche.
promise-none = Este tablero no promete respuesta.
promise-made = { $count ->
    [one] Este tablero promete una primera respuesta en un día laborable.
   *[other] Este tablero promete una primera respuesta en { $count_text } días laborables.
}
promise-change = Cambiar la promesa
promise-board = { $count ->
    [one] Cada idea nueva recibe aquí una primera respuesta en un día laborable.
   *[other] Cada idea nueva recibe aquí una primera respuesta en { $count_text } días laborables.
}
promise-board-share = En los últimos 90 días se respondió a tiempo al { $percent_text } %.
promise-board-speed = La mitad esperó como mucho { $median_text } días laborables, nueve de cada diez como mucho { $ninetieth_text }.
promise-board-broken = { $count ->
    [one] Una idea espera aunque su promesa está rota.
   *[other] { $count_text } ideas esperan aunque su promesa está rota.
}
promise-due = Se promete una primera respuesta antes del final del { $date }.
promise-broken = Se prometió una primera respuesta antes del final del { $date }. Llega tarde.
promise-kept-same = Primera respuesta el mismo día laborable. Se había prometido una respuesta.
promise-kept = { $count ->
    [one] Primera respuesta tras un día laborable, como se prometió.
   *[other] Primera respuesta tras { $count_text } días laborables, como se prometió.
}
promise-late = { $count ->
    [one] Primera respuesta tras un día laborable, más tarde de lo prometido.
   *[other] Primera respuesta tras { $count_text } días laborables, más tarde de lo prometido.
}
promise-none-yet = –
promise-days-count = { $count ->
    [0] el mismo día
    [one] un día laborable
   *[other] { $count_text } días laborables
}
promise-share = { $percent_text } % de { $count_text }
promises-title = Respuestas prometidas
desk-tab-promises = Promesas
promises-broken = { $count ->
    [0] No hay ninguna promesa rota.
    [one] Hay una promesa rota.
   *[other] Hay { $count_text } promesas rotas.
}
promises-soon = { $count ->
    [0] Ninguna vence en un día.
    [one] Una vence en un día.
   *[other] { $count_text } vencen en un día.
}
promises-show = Qué promesas se muestran
promises-all = Todas las que esperan
promises-only-broken = Rotas
promises-none = Nadie espera una respuesta prometida
promises-none-broken = No hay ninguna promesa rota
promises-none-text = Los tableros prometen una respuesta en la administración. Lo que se publica allí desde entonces espera aquí hasta que se responde.
promises-caption = Ideas que esperan una respuesta prometida; primero quienes publican por primera vez y lo que antes vence.
promises-idea = Idea
promises-due = Prometida para
promises-author = Publicada por
promises-votes = Votos
promises-others = Quienes ya habían publicado
promises-late = Tarde
promises-first = Primera idea
promises-kept-title = Cómo se cumplieron las promesas en los últimos { $count_text } días
promises-kept-text = Cuentan las promesas que se cumplieron o vencieron. Las ideas que esperan con la promesa rota cuentan lo que llevan esperando.
promises-measured = Medido el { $when }.
promises-promise = Promesa
promises-in-time = A tiempo
promises-median = La mitad en
promises-ninetieth = Nueve de cada diez en
promises-broken-now = Rotas ahora
error-board-promise = Escribe un número de días laborables del 1 al 90, o nada.
