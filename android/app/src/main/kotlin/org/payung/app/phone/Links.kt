package org.payung.app.phone

import android.net.Uri
import org.payung.app.Route

/** Links into the app. Whatever else a link says is not looked at: it comes from anybody. */
object Links {
    private const val SCHEME = "payung"

    /**
     * Where a link leads; home for one that says nothing we know, none when it is not ours. [web] is the host whose links of the
     * form `https://HOST/app/PLACE/ID` are ours too.
     */
    fun route(
        link: Uri?,
        web: String,
    ): Route? {
        if (link == null || link.isOpaque) return null
        val parts = link.pathSegments
        return when {
            link.scheme == SCHEME -> at(link.host, parts)
            link.scheme == "https" && link.authority == web && parts.firstOrNull() == "app" -> at(parts.getOrNull(1), parts.drop(2))
            else -> null
        }
    }

    private fun at(
        place: String?,
        ids: List<String>,
    ): Route =
        when (place) {
            "iuran" -> {
                Route.Calculator
            }

            "program" -> {
                Route.Programmes
            }

            "orang" -> {
                Route.People
            }

            "data" -> {
                Route.MyData
            }

            "bantuan" -> {
                Route.Help
            }

            "setelan" -> {
                Route.Settings
            }

            "status", "cover", "incident", "jar", "reminders", "bill", "receipts" -> {
                ids.singleOrNull()?.let { Route.parse("$place/$it") }
                    ?: Route.Home
            }

            else -> {
                Route.Home
            }
        }
}
