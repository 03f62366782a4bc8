package org.payung.app.phone

import android.net.Uri
import org.payung.app.Route

/** Links into the app. Whatever else a link says is not looked at: it comes from anybody. */
object Links {
    private const val SCHEME = "payung"

    /** Where a link leads; home for one that says nothing we know, none when it is not ours. */
    fun route(link: Uri?): Route? {
        if (link == null || link.scheme != SCHEME || link.isOpaque) return null
        return when (link.host) {
            "iuran" -> Route.Calculator
            "program" -> Route.Programmes
            "orang" -> Route.People
            "data" -> Route.MyData
            "bantuan" -> Route.Help
            "setelan" -> Route.Settings
            "status", "cover", "incident" -> link.pathSegments.singleOrNull()?.let { Route.parse("${link.host}/$it") } ?: Route.Home
            else -> Route.Home
        }
    }
}
