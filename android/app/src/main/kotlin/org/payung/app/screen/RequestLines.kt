package org.payung.app.screen

import org.payung.app.R
import org.payung.app.Route
import org.payung.app.look.Card
import org.payung.app.look.body
import org.payung.app.look.heading
import org.payung.app.look.notice
import org.payung.core.RequestView

/** Something that the office was asked for, or was told: where it stands, until when it answers, and what it answered. */
internal fun Screen<*>.putRequest(
    request: RequestView,
    space: Int = R.dimen.space_l,
) {
    val body = scaffold.body
    val card = body.put(Card(context), space)
    val second = listOfNotNull(begun(request.words), request.answerUntil, request.askedAtWords).joinToString("\n")
    val route = Route.Status(request.id)
    card.row(request.title, second = second, icon = stateIcon(request.state), chosen = isBeside && chosen == route) { host.go(route) }
    request.answer?.let { body.put(context.notice(answerKind(request.state), it.reveal()), R.dimen.space_s) }
    for (correction in request.corrections) {
        body.put(context.heading(correction.title), R.dimen.space_s)
        body.put(context.body(correction.words.reveal()), R.dimen.space_xs)
    }
}

/** The same, to be read aloud. */
internal fun spokenRequest(request: RequestView): List<String> =
    listOf(request.title, request.words) + listOfNotNull(request.answerUntil, request.answer?.reveal())
