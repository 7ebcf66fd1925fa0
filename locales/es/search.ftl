# La página de búsqueda, ideas parecidas, fuentes.
search-title = Buscar
search-title-for = Buscar: { $typed }
search-hint = Tienen que aparecer todas las palabras. Pon una frase entre "comillas", un * tras el comienzo de una palabra y un - delante de lo que no quieras.
search-found = { $count ->
    [one] Una idea
   *[other] { $count_text } ideas
}
search-found-many = Muchísimas ideas; estas son las { $count_text } mejores de las más nuevas.
search-instead = Nada contiene «{ $typed }». Esto contiene «{ $instead }»:
search-nothing = Ninguna idea, comentario o respuesta contiene «{ $typed }».
search-tip-fewer = Prueba con menos palabras, o con otras.
search-tip-prefix = Escribe el comienzo de una palabra con un * detrás: tien* encuentra tienda y tiendas.
search-tip-filters = Quita los filtros.
search-in-comment = En un comentario de { $name }:
search-in-response = En la respuesta de { $name }:
similar-title = ¿Es alguna de estas?
similar-hint = Un voto ahí cuenta más que una segunda idea.
similar-vote = Votar esta en su lugar
similar-page = Ideas parecidas
similar-for = Título
similar-look = Buscar ideas parecidas
similar-none = Todavía no hay nada parecido.
feed-ideas = { $name }: ideas nuevas
feed-answers = { $name }: respuestas
feed-response = { $name } respondió: { $status }
feed-comment = { $name } comentó
feed-status = Estado: { $status }
