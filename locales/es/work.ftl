# Lo que hace el proceso de fondo, para administradores.
work-title = Trabajo en segundo plano
work-lead = Lo que se deriva de lo que hace la gente: correos, webhooks, reglas, búsqueda. Lo que falla se reintenta solo, cada vez más tarde.
work-queues = Colas
work-queue = Cola
work-waiting = En espera
work-failing = En espera tras un fallo
work-claimed = En curso
work-events = Eventos
work-jobs = Tareas
work-mails = Correos
work-deliveries = Mensajes de webhook
work-events-failed = Eventos que han fallado
work-events-none = Todos los eventos se han tratado.
work-mails-failed = Correos que no se han podido enviar
work-mails-none = Ningún correo está atascado.
work-jobs-none = Todavía no ha habido ninguna tarea.
work-what = Qué
work-to = Para
work-error = Qué ha fallado
work-tries = Intentos
work-next = Próximo intento
work-again = Reintentar ahora
work-given-up = Abandonado
work-state = Estado
work-progress = Progreso
work-when = Cuándo
work-done = Hecha
work-running = En marcha
work-failed-times = { $count ->
    [one] Ha fallado una vez
   *[other] Ha fallado { $count_text } veces
}
work-flash-again = Se reintenta ahora mismo.
