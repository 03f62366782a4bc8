package org.payung.app.phone

import android.net.Uri
import org.payung.app.Route

/** Links into the app. Whatever else a link says is not looked at: it comes from anybody. */
object Links {
    private const val SCHEME = "payung"
    private const val REFERRAL = "$SCHEME://daftar?"

    /** No link with a code is longer. */
    private const val MOST = 256

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

    /**
     * The link with the code of a poster or a helper, as one of the app's own: `https://HOST/app/daftar?kode=KODE` of the host [web] or
     * `payung://daftar?kode=KODE`. Whether a code is in it, the core says. None for every other link.
     */
    fun referral(
        link: Uri?,
        web: String,
    ): String? {
        val text = link?.toString()?.takeIf { it.length <= MOST } ?: return null
        val site = "https://$web/app/daftar?"
        return when {
            text.startsWith(REFERRAL) -> text
            text.startsWith(site) -> REFERRAL + text.removePrefix(site)
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
