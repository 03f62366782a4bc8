package org.payung.app.phone

import android.os.Build

/**
 * Phones whose own battery saver ends apps in the background, jobs and alarms with them, whatever Android promises. Nobody else is
 * bothered with a hint. Each maker is here with what was read about it on https://dontkillmyapp.com (a page each, in November 2026) unless
 * something else is named; no such phone was at hand. The hint names what their menus have in common: the app's own battery page, and
 * starting by itself where there is a switch for that.
 */
object BatterySaver {
    private val makers =
        setOf(
            // Apps, the app, Battery saver: No restrictions; Autostart is a permission of its own. Redmi and POCO are its brands.
            "xiaomi",
            "redmi",
            "poco",
            // Apps, the app, Battery. An app that nobody opens for three days is put to sleep, and its alarms with it.
            "samsung",
            // App info, Battery usage: Run in background; the security app has a list of what may start by itself.
            "oppo",
            // Battery, App battery management, the app: Allow auto-launch, Allow background activity.
            "realme",
            // Battery, Battery optimisation, the app: Don't optimise; App Auto-Launch.
            "oneplus",
            // The app, Battery; Battery, Background power consumption management; Applications, Autostart. iQOO is its brand.
            "vivo",
            "iqoo",
            // Apps, the app, Battery: Keep running after screen off; Battery, App launch: Manage manually. Honor began as its brand and has
            // the same list of apps that may start (com.hihonor.systemmanager, in apps that open it).
            "huawei",
            "honor",
            // Of the three the page has Tecno. Infinix and itel are of the same firm, and apps open the same list on all of them
            // (com.transsion.phonemaster, AutoStartActivity).
            "tecno",
            "infinix",
            "itel",
            // Apps, the app, Battery: Keep running after screen off; Security, Permissions, Background processes.
            "meizu",
        )

    /** Whether the phone's maker is one of them, or its brand where the maker calls itself otherwise. */
    fun isStrict(): Boolean = listOf(Build.MANUFACTURER, Build.BRAND).any { it.orEmpty().lowercase() in makers }
}
