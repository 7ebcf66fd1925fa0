# Lo que dice cada página.
date-pattern = %-d de %B de %Y
date-time-pattern = %-d de %B de %Y, %H:%M
ago-now = ahora mismo
ago-minutes = { $count ->
    [one] hace un minuto
   *[other] hace { $count_text } minutos
}
ago-hours = { $count ->
    [one] hace una hora
   *[other] hace { $count_text } horas
}
ago-days = { $count ->
    [one] ayer
   *[other] hace { $count_text } días
}
skip = Ir al contenido
js-left = Caracteres restantes: { "{" }n{ "}" }
js-over = Caracteres de más: { "{" }n{ "}" }
js-people = Personas
js-found = Personas encontradas: { "{" }n{ "}" }
nav-site = Sitio
nav-ideas = Ideas
nav-boards = Tableros
nav-answers = Respuestas
nav-desk = Mesa
nav-teams = Equipos
nav-moderation = Moderación
nav-admin = Administración
nav-me = Mis ideas y votos
nav-settings = Ajustes
nav-your-menu = Tu menú
nav-help = Cómo se responden las ideas
nav-log = Registro de moderación
nav-feed = Canal Atom
search-label = Buscar ideas
search-placeholder = Buscar
sign-in = Entrar
sign-out = Salir
post-an-idea = Publicar una idea
language = Idioma
language-change = Cambiar
undo = Deshacer
staff = Equipo
staff-only = Solo personal
person-former = antiguo miembro
person-unnamed = alguien
role-customer = cliente
role-team-member = miembro de equipo
role-moderator = moderador
role-product-manager = responsable de producto
role-administrator = administrador
status-open = Abierta
status-under-review = En revisión
status-planned = Planificada
status-in-progress = En curso
status-delivered = Entregada
status-partly-delivered = Entregada en parte
status-already-available = Ya disponible
status-not-planned = No prevista
vote-word = { $count ->
    [one] voto
   *[other] votos
}
vote-say = { $count ->
    [one] { $count_text } voto
   *[other] { $count_text } votos
}
vote-closed = Cerrada
vote-promote = Apoyar
vote-demote = Rechazar
vote-withdraw = Retirar
vote-withdraw-title = Retirar tu voto
vote-promote-title = Apoyar «{ $title }»
vote-demote-title = Rechazar «{ $title }»
