# Reglas que retienen publicaciones hasta que un moderador las ha visto.
screening-title = Retención automática
screening-lead = Reglas que retienen lo que publican los clientes hasta que un moderador lo ha visto. Nada se descarta: lo retenido espera en la cola, con el motivo.
screening-rules = Reglas
screening-read-only = Los administradores cambian reglas y listas. Tú lees lo que hicieron.
screening-on = Activa
screening-off = Inactiva
screening-switch = Esta regla retiene publicaciones
screening-limits = De { $least_text } a { $most_text }.
screening-links = Enlaces en las primeras publicaciones
screening-links-hint = Retiene una publicación con enlaces a otros sitios mientras su autor tiene pocas publicaciones en pie. También retiene una edición que añade tales enlaces.
screening-links-count = Enlaces que retienen una publicación
screening-links-posts = Publicaciones del autor que deben estar en pie para que pasen enlaces
screening-rate = Muchas publicaciones de una cuenta nueva
screening-rate-hint = Retiene lo que una cuenta publica por encima de un número en unas horas, mientras es nueva.
screening-rate-posts = Publicaciones que pasan
screening-rate-hours = En cuántas horas
screening-rate-days = Días durante los que una cuenta es nueva
screening-alike = Publicaciones casi idénticas
screening-alike-hint = Retiene una publicación que dice casi palabra por palabra lo que otra dijo hace poco, sea de quien sea.
screening-alike-percent = Parecido, en porcentaje
screening-alike-days = Días durante los que se comparan publicaciones
screening-alike-words = Palabras que tiene como mínimo lo que se compara
screening-words = Palabras de las listas
screening-words-hint = Retiene una publicación en la que aparece una entrada de las listas de abajo, esté en el idioma que esté.
screening-form = Rellenado por un programa
screening-form-hint = Retiene una publicación cuyo formulario se rellenó más rápido de lo que nadie escribe, nunca se mostró o trae algo en un campo que ninguna persona ve.
screening-form-seconds = Segundos que tarda como mínimo en rellenarse
screening-learnt = Parecido a lo rechazado como spam
screening-learnt-hint = Aprende de cada decisión de los moderadores: aprobaciones y denuncias desestimadas por un lado, publicaciones rechazadas u ocultadas como spam por otro. Retiene aquello cuyas palabras se parecen a lo segundo.
screening-learnt-percent = Parecido con el spam, en porcentaje
screening-learnt-decisions = Decisiones de cada tipo antes de que retenga algo
screening-learnt-from = Aprendido de: { $ham_text } buenas, { $spam_text } de spam.
screening-hits = { $count ->
    [0] No retuvo nada en doce semanas.
    [one] Retuvo una publicación en doce semanas.
   *[other] Retuvo { $count_text } publicaciones en doce semanas.
}
screening-decided = { $count ->
    [one] Una de ellas está decidida,
   *[other] { $count_text } de ellas están decididas,
}
screening-overturned-of = { $count_text } aprobadas de todos modos ({ $percent_text } %).
screening-trend = Retenidas en cada una de las últimas doce semanas: { $counts }
screening-lists = Listas de palabras
screening-lists-lead = Una entrada es una palabra o unas pocas seguidas. Mayúsculas, acentos y terminaciones no importan: «apuesta» encuentra «Apuestas». Se mira en todas las listas, esté la publicación en el idioma que esté.
screening-list-hint = Una entrada por línea, hasta { $limit_text } entradas de { $characters_text } caracteres.
screening-list-count = { $count ->
    [one] una entrada
   *[other] { $count_text } entradas
}
screening-try = Probar un texto
screening-try-text = Texto
screening-try-hint = Como si lo publicara un cliente nuevo. No se guarda nada.
screening-try-act = Probar
screening-would-hold = Lo retendría
screening-would-pass = lo deja pasar.
screening-off-now = (inactiva)
screening-latest = Últimas retenciones
screening-no-hits = Ninguna regla ha retenido nada todavía.
screening-post = Publicación
screening-rule = Regla
screening-outcome = En qué quedó
screening-waits = Espera
screening-approved = Aprobada
screening-refused = Rechazada
screening-held-by = Retenida por una regla:
screening-other-post = La otra publicación
screening-saw-links = { $count ->
    [one] un enlace, a { $hosts }
   *[other] { $count_text } enlaces, a { $hosts }
}
screening-saw-rate = { $count ->
    [one] una publicación
   *[other] { $count_text } publicaciones
} en { $hours ->
    [one] una hora
   *[other] { $hours_text } horas
}
screening-saw-alike = igual en un { $percent_text } % a otra publicación
screening-saw-words = { $words }
screening-saw-trap = se rellenó el campo que ninguna persona ve
screening-saw-fast = { $count ->
    [0] publicada al instante
    [one] publicada al cabo de un segundo
   *[other] publicada al cabo de { $count_text } segundos
}
screening-saw-old = el formulario llevaba abierto más de una semana
screening-saw-unsigned = el formulario nunca se mostró
screening-saw-learnt = parecido al spam en un { $percent_text } %; lo que habla en su contra: { $words }
screening-opinion = (parecido al spam en un { $percent_text } %)
screening-weight = { $word } ({ $percent_text } %)
screening-trap = Deja esto vacío
flash-screening-saved = Guardado. Vale desde la próxima publicación.
log-act-screening-changed = Retención automática cambiada
error-screening-number = Escribe un número entero de { $least_text } a { $most_text }.
error-screening-words-many = La lista tiene { $count_text } entradas. Redúcela a { $limit_text }.
error-screening-word-long = Una entrada tiene más de { $limit_text } caracteres.
error-screening-word-empty = Cada entrada necesita una letra o un dígito.
