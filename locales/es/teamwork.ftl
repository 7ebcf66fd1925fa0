# Lo que hacen los equipos con lo que reciben: estimaciones, tareas, avances públicos, carga; plantillas; paneles; roles.
error-estimate-effort = Elige cuánto trabajo es.
error-estimate-confidence = Elige lo seguro que estás.
error-route-delivered = Di qué se ha entregado.
error-work-url = Escribe una dirección completa, como https://tracker.example/T-12, sin contraseña.
error-work-many = Como mucho caben diez enlaces. Quita uno primero.
error-work-unread = No se ha podido leer la página o no tiene título. Escribe el título tú.
flash-estimated = La estimación está guardada.
flash-work-added = El enlace está puesto.
flash-work-untitled = El enlace está puesto. No se ha podido leer su página: escribe el título tú.
flash-work-changed = El título ha cambiado.
flash-work-removed = El enlace está quitado.
flash-route-published = Cualquiera puede leerlo en la página de la idea.
flash-route-withdrawn = Ahora solo lo lee el personal.
history-progress = ha contado cómo va
confidence-low = es una suposición
confidence-medium = bastante seguro
confidence-high = seguro
estimate-said = { $effort }; { $confidence }
estimate-title = Estimación
estimate-none = Nadie ha dicho todavía lo que costaría.
estimate-effort = Cuánto trabajo
estimate-confidence = Con qué seguridad
estimate-save = Guardar la estimación
items-title = Tareas
item-none = Todavía no hay ningún enlace al gestor del equipo.
item-url = Dirección en vuestro gestor de tareas
item-title = Título
item-title-hint = Déjalo vacío para tomar el título de la página.
item-add = Añadir el enlace
item-change = Cambiar
item-save = Guardar el título
item-refresh = Leer el título otra vez
item-remove = Quitar el enlace
move-publish = Contarlo a todos
move-publish-label = Lo que cualquiera podrá leer en la página de la idea
move-finish-label = Qué se ha entregado
move-finish-more = Hecho…
route-withdraw = Mostrarlo solo al personal
step-published = { $name } lo cuenta a todos
step-estimated = { $name } estima
step-work-linked = { $name } ha enlazado una tarea
step-work-unlinked = { $name } ha quitado una tarea
load-open = Pendientes
load-new = { $count ->
    [0] ninguno nuevo
    [one] { $count_text } nuevo
   *[other] { $count_text } nuevos
}
load-accepted = Aceptados
load-unassigned = { $count ->
    [0] todos tienen a alguien
    [one] { $count_text } sin nadie
   *[other] { $count_text } sin nadie
}
load-overdue = Vencidos
load-oldest = El más antiguo
load-ages = Cuánto llevan esperando
load-nothing = nada pendiente
ages-week = hasta una semana
ages-month = hasta un mes
ages-quarter = hasta tres meses
ages-older = más tiempo
teams-caption = Lo que tiene cada equipo por delante
estimate-by = { $team } calcula: { $estimate }.

log-act-progress = Avance contado por un equipo
