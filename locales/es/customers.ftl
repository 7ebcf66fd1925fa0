# Clientes y lo que piden: quién puede pertenecer a una cuenta, formularios a los que alguien se adelantó, qué dicen los archivos.
account-person-move = Pasarla aquí: ahora pertenece a { $account }
account-person-move-hint = Deja esa cuenta. Los votos que ya emitió se quedan con ella.
error-account-elsewhere = Esta persona pertenece a otra cuenta. Indica abajo que se cambia, o déjala donde está.
error-account-staff = Esta persona es del equipo. Solo los clientes pertenecen a cuentas, porque el equipo no pide nada como cliente.
error-account-not-in = Esta persona no pertenece a esta cuenta; no se ha cambiado nada.
error-form-outdated = Alguien ha cambiado esto mientras escribías. Lo que escribiste sigue aquí: mira en otra pestaña lo que guardó; si guardas otra vez, vale lo tuyo.
desk-search-cut = Tantas ideas contienen estas palabras que solo se han mirado las { $count_text } más recientes. Añade una palabra para encontrar las demás.
column-uncertainty = Impacto ±
column-by-hand = { $column }: fijado a mano
column-tied = Empate
column-asking = Cuentas que lo piden
column-asking-value = Pagan al mes
column-asking-names = Algunas de ellas
column-usual-impact = Impacto habitual
column-votes = Votos
column-people = Personas
