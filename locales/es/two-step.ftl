# El segundo paso al entrar, los códigos de recuperación y la prueba de quién es una persona antes de un acto peligroso.
two-step-title = Entrada en dos pasos
two-step-lead = Un código de una aplicación de tu teléfono, además de tu forma de entrar.
two-step-what = Quien lea tu correo podría entrar como tú. Con un segundo paso necesita también tu teléfono. Sirve cualquier aplicación de códigos de un solo uso.
two-step-required = Este sitio te pide un segundo paso al entrar. Configúralo para seguir; hasta entonces no se abre nada más.
two-step-begin = Configurarlo
two-step-app = Añade este sitio a tu aplicación
two-step-scan = Escanea la imagen con tu aplicación de códigos de un solo uso.
two-step-picture = Imagen para una aplicación de códigos de un solo uso; el texto de abajo dice lo mismo
two-step-type = O escribe allí esta clave, como código basado en el tiempo:
two-step-first-hint = Las seis cifras que la aplicación muestra ahora. El segundo paso cuenta cuando las hayas escrito.
two-step-on = Activarla
two-step-again = Empezar de nuevo con otra clave
two-step-since = Activada desde el { $date }.
two-step-off-title = Desactivarla
two-step-off-text = Después bastará tu forma de entrar, y los códigos de recuperación no valdrán nada.
two-step-off = Desactivar la entrada en dos pasos
flash-two-step-off = La entrada en dos pasos está desactivada.
flash-two-step-reset = El segundo paso se ha quitado.
error-two-step-first = Ese no es el código de este momento. Comprueba que el reloj del teléfono va bien y escribe el siguiente.
error-two-step-code = Este código es incorrecto o ya se usó. Espera al siguiente.
error-two-step-on = La entrada en dos pasos ya está activada.
error-two-step-own = Activa primero la entrada en dos pasos para ti, para no quedarte fuera.
recovery-title = Códigos de recuperación
recovery-lead = Guarda estos códigos donde los encuentres sin tu teléfono. Se muestran solo esta vez.
recovery-once = Cada código te deja entrar una vez en lugar del de la aplicación. Los códigos de antes ya no valen nada.
recovery-done = Los he guardado
recovery-left = { $count ->
    [0] No queda ninguno. Crea otros ahora, o un teléfono perdido te dejará fuera.
    [one] Queda uno para cuando no tengas tu teléfono.
   *[other] Quedan { $count_text } para cuando no tengas tu teléfono.
}
recovery-renew = Crear códigos nuevos
second-step-title = Un paso más
second-step-lead = Abre tu aplicación de códigos de un solo uso y escribe el código de este sitio.
second-step-label = Código
second-step-hint = Seis cifras, o uno de tus códigos de recuperación.
second-step-lost = ¿Ni teléfono ni código de recuperación? Quien administra este sitio puede quitar tu segundo paso.
second-step-cancel = No entrar
flash-second-step-over = Ha tardado demasiado. Entra de nuevo, por favor.
proof-title = ¿Eres tú?
proof-lead = Lo que vas a hacer merece otra pregunta. Después vuelves a donde estabas, con lo que escribiste.
proof-act = Seguir
proof-mail-to = Enviamos un código a
proof-mail-send = Enviar el código
proof-no-address = Aquí no hay ninguna dirección tuya a la que podamos enviar un código. Sal, entra de nuevo y sigue enseguida, o activa después la entrada en dos pasos.
flash-proved = Gracias. Revísalo y envíalo de nuevo.
error-proof-code = Este código es incorrecto o ya no vale.
error-proof-by-app = El código lo da tu aplicación; no se envía ninguno por correo.
proof-mail-subject = Un código para { $site }
proof-mail-why = Alguien que ha entrado como tú en { $site } va a hacer algo importante. Este es el código:
proof-mail-holds = Vale durante 15 minutos.
proof-mail-not-you = Si no has sido tú, no des el código a nadie y cierra todas las sesiones en tus ajustes.
two-step-mail-subject = Entrada en dos pasos en { $site }
two-step-mail-on = Se ha activado la entrada en dos pasos de tu cuenta en { $site }.
two-step-mail-off = Se ha desactivado la entrada en dos pasos de tu cuenta en { $site }.
two-step-mail-used = Se ha usado un código de recuperación de tu cuenta en { $site }. { $count ->
    [0] No queda ninguno.
    [one] Queda uno.
   *[other] Quedan { $count_text }.
}
two-step-mail-reset = Quien administra { $site } ha quitado el segundo paso de tu cuenta, y se han cerrado todas tus sesiones.
two-step-mail-not-you = Si no sabes nada de esto, mira ahora tus ajustes y avisa a quienes llevan el sitio.
two-step-mail-link = Mirarlo
security-title = Seguridad
security-lead = Quién debe tener un segundo paso al entrar.
security-two-step = Se exige un segundo paso a
security-two-step-hint = Quien no lo tenga será llevado a configurarlo en la página siguiente, y no podrá hacer nada más hasta entonces.
two-step-for-none = Nadie; quien quiera puede tenerlo
two-step-for-administrators = Quienes administran
two-step-for-staff = Todo el personal
security-without = { $count ->
    [0] Todo el personal lo tiene.
    [one] A una persona del personal le falta todavía.
   *[other] A { $count_text } personas del personal les falta todavía.
}
security-own = El tuyo
people-two-step-on = Activada
people-two-step-off = Desactivada
people-two-step-hint = Para quien perdió el teléfono y los códigos de recuperación: asegúrate de que es esa persona. Se cierran todas sus sesiones, recibe un correo y entra sin segundo paso; el registro público lo cuenta sin nombre.
people-two-step-reset = Quitar el segundo paso
log-act-two-step-reset = Segundo paso quitado
log-act-two-step-required = Cambió a quién se exige un segundo paso
