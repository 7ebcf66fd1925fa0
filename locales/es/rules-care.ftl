# Reglas: lo que entretanto se cambió, archivó o borró, y lo que escribiría una ejecución
rule-team-archived = { $team } (no acepta envíos)
rule-kinds-hint = Si no marcas ninguno, la regla toma las ideas abiertas o en curso.
rule-there = Otra persona cambió la regla. Ahora dice:
error-rule-deleted = Alguien borró esta regla mientras escribías. Lo que escribiste sigue aquí: guárdalo y será una regla nueva.
error-rule-changed = Alguien cambió esta regla después de que la probaras. Esto es lo que haría ahora.
trial-no-team = ningún equipo la acepta
trial-mails = { $count ->
    [one] Se envía como mucho un correo a equipos y a quienes se avisa.
   *[other] Se envían como mucho { $count_text } correos a equipos y a quienes se avisa.
}
trial-questions = { $count ->
    [one] Se pregunta a un autor.
   *[other] Se pregunta a los autores de { $count_text } ideas.
}
lens-followed = Hay reglas que siguen los filtros de esta lente:
error-lens-followed = Hay reglas que siguen los filtros de esta lente. Solo puede cambiarlos quien puede enviar ideas a los equipos.
segment-followed = Hay reglas que siguen este segmento:
error-segment-followed = Hay reglas que siguen este segmento. Solo puede cambiar lo que abarca quien puede enviar ideas a los equipos.
team-rules = Reglas que envían a este equipo o le avisan:
error-slug-in-lens = Hay reglas que piden una lente sobre este tablero, y las lentes lo conocen por su dirección. Cambia antes las reglas o la lente.
