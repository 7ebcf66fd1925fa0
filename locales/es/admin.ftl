# The administration.
save = Guardar
yes = Sí
no = No
admin-overview = Resumen
admin-lead = Cómo se llama y se ve el sitio, dónde viven las ideas y quién puede hacer qué.
admin-look = Nombre y aspecto
admin-look-text = Nombre, bienvenida, idioma, color, logotipo y de dónde pueden venir las imágenes.
admin-boards = Tableros
admin-boards-text = { $count ->
    [one] Hay un tablero abierto, con sus estados y categorías.
   *[other] Hay { $count_text } tableros abiertos, cada uno con sus estados y categorías.
}
admin-tags = Etiquetas
admin-tags-text = { $count ->
    [0] Todavía no hay etiquetas.
    [one] Una etiqueta.
   *[other] { $count_text } etiquetas.
}
admin-people = Personas
admin-people-text = Quién está, qué rol tiene y cómo añadir a alguien.
admin-imports = Importaciones
admin-imports-text = Lo que se ha traído de otros sistemas.
admin-mail = Correo
admin-mail-text = Lo que el sitio ha enviado y lo que no ha podido enviar.
admin-work-text = Colas, tareas y lo que ha fallado, con la forma de reintentarlo.
admin-moderation-text = Denuncias, publicaciones en espera, vetos.
admin-desk-text = Revisar, responder, derivar, y los equipos.
admin-no-mail-server = No hay servidor de correo, así que los mensajes se quedan aquí y no llegan a nadie. Define SMTP_URL para enviarlos.
admin-failed-mails = Algunos correos no se han podido enviar.
admin-read-mails = Ver los correos
admin-delete = Eliminar
admin-delete-open = Eliminar…
admin-delete-title = ¿Eliminar «{ $name }»?
admin-delete-ruled = Hay reglas que la nombran, así que no se puede eliminar. Cambia o borra antes estas reglas.
admin-delete-rules = Reglas que la nombran
admin-move-up = Subir «{ $name }»
admin-move-down = Bajar «{ $name }»
admin-days = { $count ->
    [one] { $count_text } día
   *[other] { $count_text } días
}
field-name = Nombre
field-slug = Nombre en las direcciones
field-slug-hint = Letras, cifras y guiones. Vacío: se forma a partir del nombre. Si cambia, los enlaces a la dirección anterior dejan de funcionar.
field-description = Qué va aquí
field-description-hint = Una o dos líneas, hasta 500 caracteres.
field-audience = Quién lo ve
field-audience-hint = El cambio rige al momento para todas las ideas del tablero.
field-voting = Votos
field-voting-hint = Los votos que ya hay se quedan como están.
field-premoderation = Las publicaciones esperan aprobación
field-premoderation-hint = Lo que espera solo lo ven quien lo escribió y el equipo de moderación.
field-half-life = Semivida de Tendencias, en días
field-half-life-short = Semivida
field-half-life-hint = Pasados esos días, un voto pesa la mitad en la lista de Tendencias de este tablero. El cambio aparece en el registro público.
field-order = Orden
field-kind = Tipo
field-kind-hint = Las ideas abiertas y activas aceptan votos; las hechas y cerradas, no.
field-wants-reason = Pide un motivo
field-wants-reason-short = Motivo
field-wants-reason-hint = Nadie puede ponerlo sin una respuesta.
field-role = Rol
field-email = Dirección de correo
field-handle = Alias
field-state = Situación
board-audience-public = Todo el mundo
board-audience-staff = Solo el equipo
board-voting-up-only = Solo apoyar
board-voting-both = Apoyar y rechazar
board-premoderation-off = Nunca
board-premoderation-first = Las primeras publicaciones
board-premoderation-all = Todas menos las del equipo
admin-board-new = Nuevo tablero
admin-board-open = Abrir el tablero
admin-boards-caption = Tableros, en orden
admin-boards-empty = Todavía no hay tableros
admin-boards-empty-text = Las ideas viven en tableros. Crea el primero.
admin-archived = Archivado
admin-archive-h = Archivar
admin-archive-title = ¿Archivar «{ $name }»?
admin-archive-lead = Un tablero archivado no acepta ideas nuevas y desaparece de la navegación. Sus ideas se pueden seguir leyendo, y se puede volver a abrir.
admin-archive = Archivar el tablero
admin-archive-open = Archivar…
admin-unarchive = Volver a abrirlo
admin-statuses = Estados
admin-statuses-hint = Las ideas nuevas reciben el primer estado de tipo «abierto».
admin-status-new = Nuevo estado
admin-status-name-hint = Déjalo vacío para que cada cual lea «{ $word }» en su idioma.
admin-status-delete-lead = { $count ->
    [0] Ninguna idea tiene este estado. Si ninguna respuesta lo puso nunca, se puede eliminar.
    [one] Una idea tiene este estado, así que no se puede eliminar. Dale antes otro.
   *[other] { $count_text } ideas tienen este estado, así que no se puede eliminar. Dales antes otro.
}
status-kind-open = Abierto
status-kind-active = Activo
status-kind-done = Hecho
status-kind-closed = Cerrado
admin-categories = Categorías
admin-categories-empty = No hay categorías. En este tablero no hay ninguna que elegir.
admin-category-new = Nueva categoría
admin-category-delete-lead = { $count ->
    [0] Ninguna idea tiene esta categoría.
    [one] Una idea la pierde y se queda sin categoría. No se puede deshacer.
   *[other] { $count_text } ideas la pierden y se quedan sin categoría. No se puede deshacer.
}
admin-tag-new = Nueva etiqueta
admin-tags-empty = Todavía no hay etiquetas
admin-tags-empty-text = Las etiquetas cruzan tableros y categorías. Se elige entre las que añadas tú.
admin-tag-staff = Solo el equipo
admin-tag-staff-hint = Solo el equipo la ve y la pone.
admin-tag-delete-lead = { $count ->
    [0] Ninguna idea lleva esta etiqueta.
    [one] Una idea la pierde. No se puede deshacer.
   *[other] { $count_text } ideas la pierden. No se puede deshacer.
}
admin-person-new = Añadir a alguien
admin-person-lead = No se le envía nada. Podrá entrar con su dirección cuando quiera.
admin-person-add = Añadir
people-all = Todos los roles
people-search = Buscar
people-search-hint = Cómo empieza un nombre, una dirección de correo o un alias.
people-caption = Personas, primero las últimas en llegar
people-joined = Desde
people-seen = Última visita
people-imported = Llegó con una importación
people-banned = Con veto
people-empty = No se ha encontrado a nadie
people-empty-text = Prueba con menos letras o con otro rol.
people-role-new = Nuevo rol
people-role-hint = El cambio cierra todas sus sesiones y aparece en el registro de moderación, sin su nombre.
people-role-change = Cambiar el rol
people-ban-h = Vetar
look-name = Nombre del sitio
look-tagline = Una línea en la primera página
look-welcome = Bienvenida
look-welcome-hint = Markdown, encima de la lista de ideas. Déjalo vacío para no poner nada.
look-language-hint = Para visitas cuyo navegador no pide ninguno de los nuestros, y para los correos.
look-time-zone = Zona horaria
look-time-zone-hint = Para las visitas y para quien no haya elegido ninguna.
look-promise = Responder en (días)
look-promise-hint = Una promesa pública. Déjalo vacío para no hacer ninguna.
look-colour = Color
look-colour-hint = Lo oscurecemos o aclaramos donde costaría leer las palabras.
look-hosts = Servidores de imágenes
look-hosts-hint = Uno por línea, como images.example.com. Los navegadores pedirán a estos servidores las imágenes de las publicaciones. Déjalo vacío para no permitir ninguno.
look-preview = Vista previa
look-preview-light = En páginas claras
look-preview-dark = En páginas oscuras
look-logo = Logotipo
look-logo-now = El logotipo actual
look-logo-file = Imagen
look-logo-hint = PNG, JPEG o WebP, hasta 512 KB y 2000 píxeles por lado. Se muestra con 28 píxeles de alto.
look-logo-upload = Usar este logotipo
look-logo-remove = Quitar el logotipo
mail-all = Todos
mail-state-waiting = En espera
mail-state-claimed = Enviándose
mail-state-sent = Enviado
mail-state-kept = Guardado
mail-state-withheld = Retenido
mail-state-failed = Fallido
mail-empty = No hay correos
mail-empty-text = No hay ninguno de este tipo.
mail-caption = Correos, primero los más recientes
mail-subject = Asunto
mail-to = Para
mail-one = Correo
mail-error = Error
mail-resend = Enviarlo otra vez
mail-html = Código HTML
imports-lead = Ideas, personas y votos de otros sistemas. Una importación se hace y se deshace en la línea de órdenes con «groundswell import».
imports-empty = Todavía no hay importaciones
imports-empty-text = Aquí aparece lo que traigas de otro sistema.
imports-caption = Importaciones, primero las más recientes
imports-number = Número
imports-files = Archivos
imports-counts = Filas
imports-refused = Rechazado: { $list }
import-count-tag = { $count ->
    [one] una etiqueta
   *[other] { $count_text } etiquetas
}
import-count-board = { $count ->
    [one] un tablero
   *[other] { $count_text } tableros
}
import-count-person = { $count ->
    [one] una persona
   *[other] { $count_text } personas
}
import-count-idea = { $count ->
    [one] una idea
   *[other] { $count_text } ideas
}
import-count-comment = { $count ->
    [one] un comentario
   *[other] { $count_text } comentarios
}
import-count-vote = { $count ->
    [one] un voto
   *[other] { $count_text } votos
}
import-count-response = { $count ->
    [one] una respuesta
   *[other] { $count_text } respuestas
}
import-count-link = { $count ->
    [one] un enlace
   *[other] { $count_text } enlaces
}
import-count-follow = { $count ->
    [one] un seguimiento
   *[other] { $count_text } seguimientos
}
import-count-unreadable = { $count ->
    [one] una línea ilegible
   *[other] { $count_text } líneas ilegibles
}
import-done = Hecha
import-unfinished = Interrumpida
import-undone = Deshecha
flash-saved = Guardado.
flash-order = El orden ha cambiado.
flash-deleted = Eliminado.
flash-board-made = El tablero está listo. Dale categorías y revisa sus estados.
flash-archived = El tablero está archivado.
flash-unarchived = El tablero vuelve a estar abierto.
flash-person-added = Persona añadida. No se ha enviado nada.
flash-role-changed = El rol ha cambiado.
flash-logo-removed = El logotipo se ha quitado.
flash-mail-again = El correo vuelve a la cola.
error-choice = Elige una opción de la lista.
error-half-life = Escribe un número de días entre 1 y 365.
error-name-taken = Ese nombre ya existe. Elige otro.
error-status-last-open = Un tablero necesita al menos un estado de tipo «abierto».
error-status-used = Este estado está en uso. Da antes otro a sus ideas.
error-named-by-rules = Hay reglas que la nombran, así que no se puede eliminar. Cámbialas o bórralas antes.
error-email-taken = Alguien tiene ya esta dirección.
error-site-name = Da un nombre al sitio.
error-promise-days = Escribe un número de días entre 1 y 365, o nada.
error-colour = Escribe un color como #0d5a54.
error-image-host = Escribe solo nombres de servidor, uno por línea, como images.example.com.
error-image-hosts-many = Permite como mucho { $limit } servidores.
error-logo = No es una imagen PNG, JPEG o WebP que se pueda leer.
error-logo-missing = Elige una imagen.
error-logo-large = El archivo pesa más de 512 KB. Guárdalo más pequeño.
error-logo-side = La imagen mide más de 2000 píxeles por lado. Guárdala más pequeña.
error-logo-svg = Los archivos SVG pueden llevar programas, así que no se aceptan. Guarda el logotipo como PNG, JPEG o WebP.
error-mail-sent = Este correo ya se ha enviado o está en camino.
error-no-mail-server = No hay servidor de correo.
