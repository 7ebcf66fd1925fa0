# Organizaciones clientes: cuentas, quién pertenece a ellas, segmentos.
desk-tab-accounts = Cuentas
desk-segment = Segmento
desk-of-account = Solo lo que pide esta cuenta:
desk-accounts = { $count ->
    [one] { $count_text } cuenta
   *[other] { $count_text } cuentas
}
desk-value-month = { $value } al mes
desk-asking = Cuentas que la piden
desk-asking-none = Ninguna cuenta la pide todavía.
desk-asking-hint = Cada cuenta cuenta una vez, con el valor que tenía cuando emitió su último voto. No sumamos monedas distintas.
accounts-title = Cuentas
accounts-q = El nombre o el dominio empieza por
accounts-empty = Todavía no hay cuentas
accounts-empty-text = Crea una aquí o tráelas todas con groundswell import --format accounts-csv.
accounts-empty-filtered = Ninguna cuenta encaja aquí
account-new = Cuenta nueva
account-edit = Editar
account-save = Guardar
account-name = Cuenta
account-plan = Plan
account-segment = Tipo de cliente
account-segment-hint = Qué clase de cliente es, por ejemplo Gran empresa.
account-value = Valor al mes
account-value-hint = Cifras con signo decimal si hace falta, como 1200,50. Los votos ya emitidos conservan el valor de su día.
account-currency = Moneda
account-currency-hint = Tres letras, como EUR.
account-health = Salud
account-owner = A cargo de
account-owner-hint = Nombre de usuario o correo de alguien del equipo.
account-domains = Dominios de correo
account-domains-hint = Uno por línea. Quien haya entrado con una dirección de ahí pasa a esta cuenta; si quitas un dominio, las personas se quedan.
account-people = Personas
account-people-count = { $count ->
    [0] Nadie pertenece todavía a esta cuenta.
    [one] { $count_text } persona pertenece a esta cuenta.
   *[other] { $count_text } personas pertenecen a esta cuenta.
}
account-unknown = desconocido
account-in-list = Ver sus ideas en la lista
account-as-of = A { $date }
account-waits-for = Lo que esperan
account-got = Lo que recibieron
account-declined = No previsto
account-waiting = { $count ->
    [one] la mitad, desde hace { $count_text } día o más
   *[other] la mitad, desde hace { $count_text } días o más
}
account-waited = { $count ->
    [one] la mitad, en { $count_text } día como mucho
   *[other] la mitad, en { $count_text } días como mucho
}
account-cut = Son las 300 ideas que esta cuenta votó por última vez; la lista las tiene todas.
account-questions = Preguntas pendientes para ellos
account-questions-none = Nadie espera una respuesta suya.
account-open-none = No esperan nada.
account-got-none = Todavía no han recibido nada de lo que pidieron.
account-waits = Espera
account-waited-for = Esperaron
account-asked-since = La piden desde
account-votes = Sus votos
account-answered = Respondida el { $date }
account-decided = Decidida el { $date }
account-unanswered = Aún sin respuesta
account-person-add = Añadir a alguien
account-person-hint = Nombre de usuario o correo. Los votos que ya emitió se quedan como estaban.
account-person-add-act = Añadir
account-person-remove = Quitar
account-by-domain = por el dominio de correo
account-by-claim = al iniciar sesión
account-by-import = por una importación
account-by-desk = desde la mesa
account-joined = Por qué perteneces a ella
health-good = Buena
health-at-risk = En riesgo
health-critical = Crítica
health-unknown = Desconocida
data-account = Tu organización
data-account-lead = La cuenta a la que perteneces aquí y lo que guardamos sobre ella.
segments-title = Segmentos
segments-lead = Condiciones guardadas sobre las cuentas, para ver qué pide cada clase de cliente.
segments-empty = Todavía no hay segmentos
segments-empty-text = Guarda condiciones sobre plan, valor o salud y filtra la mesa con ellas.
segment-new = Segmento nuevo
segment-edit = Editar el segmento
segment-save = Guardar
segment-name = Nombre
segment-lead = Una cuenta está en el segmento cuando cumple todo esto. Lo que dejes vacío lo cumple cualquier cuenta.
segment-accounts = Cuentas
segment-see = Ver
segment-see-accounts = Cuentas
segment-see-ideas = Ideas
segment-plans = Uno de estos planes
segment-labels = Uno de estos tipos de cliente
segment-lines-hint = Uno por línea.
segment-least = Como mínimo, al mes
segment-most = Como máximo, al mes
segment-delete = Eliminar
segment-delete-title = ¿Eliminar el segmento?
segment-delete-lead = El segmento «{ $segment }» desaparece. Sus cuentas se quedan como están.
segment-keep = Conservarlo
flash-account-saved = Hemos guardado la cuenta.
flash-account-person-added = Ahora pertenece a esta cuenta.
flash-account-person-removed = Ya no pertenece a esta cuenta.
flash-segment-saved = Hemos guardado el segmento.
flash-segment-deleted = Hemos eliminado el segmento.
error-account-name = Ponle a la cuenta un nombre de hasta { $limit } caracteres.
error-account-name-taken = Ya hay una cuenta con ese nombre. Elige otro.
error-account-value = Escribe un importe como 1200 o 1200,50, sin separar los millares.
error-account-currency = Indica la moneda con tres letras, como EUR.
error-account-health = Elige una salud de la lista: good, at_risk o critical.
error-account-owner = No conocemos a nadie del equipo con ese nombre de usuario o correo.
error-account-unknown = No hay ninguna cuenta con ese nombre.
error-account-person = No conocemos a nadie con ese nombre de usuario o correo.
error-account-domain = El número { $place } de esta lista no es un dominio de correo. Escríbelo como example.com.
error-account-domain-public = Cualquiera puede tener una dirección en el número { $place } de esta lista. Pon solo dominios propios de la organización.
error-account-domain-taken = El número { $place } de esta lista pertenece a otra cuenta.
error-account-domains-many = Indica como mucho { $limit } dominios.
error-segment-name = Ponle al segmento un nombre de hasta { $limit } caracteres.
error-segment-name-taken = Ya hay un segmento con ese nombre. Elige otro.
error-segment-empty = Pon al menos una condición.
error-segment-many = Indica como mucho { $limit }.
error-segment-range = Es menos que el importe mínimo.
error-segments-many = Ya hay tantos segmentos como caben. Elimina uno antes.
