# El registro de lo que hizo el personal, ver el sitio como un cliente, y los límites.
audit-title = Registro de auditoría
audit-lead = Todo lo que el personal cambió o se llevó, con cómo era antes y después. Solo lo leen los administradores, y nadie puede cambiarlo.
audit-filter = Acotar el registro
audit-who = Persona
audit-anybody = Cualquiera
audit-act = Acto
audit-any-act = Cualquier acto
audit-object = Hecho a
audit-any-object = Cualquier cosa
audit-number = Su número
audit-from = Desde el día
audit-to = Hasta el día
audit-empty = No se hizo nada
audit-empty-text = En cuanto alguien del personal cambie algo, aparecerá aquí.
audit-empty-narrowed = Nada en el registro encaja. Amplía los filtros.
audit-file = Descargar estas filas como CSV
audit-change = Cambio
audit-show = Mostrar
audit-before = Antes
audit-after = Después
audit-request = Petición
audit-none = Nada
audit-keep-title = Cuánto tiempo se guarda el registro
audit-days = Días
audit-days-hint = De { $least_text } a { $most_text } días. Las filas más antiguas se quitan durante la noche; el registro lo dice.
audit-of-person = Lo que el personal hizo a esta cuenta
error-audit-days = Indica un número de días dentro de estos límites.
data-looks = Cuándo los administradores vieron el sitio como tú
see-as-title = Ver el sitio como esta persona
see-as-lead = Durante media hora ves lo que ve esta persona y no puedes hacer nada. Lo encuentra en sus datos, y los administradores en el registro de auditoría.
see-as-begin = Ver como { $name }
see-as-label = Como quién ves el sitio
see-as-bar = Ves el sitio como
see-as-bar-until = No se puede hacer nada. Termina: { $time }.
see-as-end = Terminar
error-see-as-staff = No se puede ver el sitio como alguien del personal.
error-see-as-act = Solo ves el sitio como lo ve otra persona. No se hizo nada. Termina primero, con el botón de arriba.
error-see-as-closed = Lo que es solo de una persona sigue cerrado mientras ves el sitio como ella.
error-see-as-over = La media hora había pasado, así que no se hizo nada. Vuelves a ser tú.
flash-see-as-over = La media hora ha pasado. Vuelves a ser tú.
flash-see-as-ended = Vuelves a ser tú.
limit-wait-seconds = { $count ->
    [one] Espera un segundo y envíalo de nuevo.
   *[other] Espera { $count_text } segundos y envíalo de nuevo.
}
limit-wait-minutes = { $count ->
    [one] Espera un minuto y envíalo de nuevo.
   *[other] Espera { $count_text } minutos y envíalo de nuevo.
}
limit-kept = Nada de lo que escribiste se ha perdido. Va adonde lo enviaste.
limit-again = Esto no se repite. Escríbelo de nuevo.
limit-file = El archivo { $name } se ha perdido. Elígelo de nuevo.
limit-send = Enviar de nuevo
