package org.payung.app.phone

import android.os.Build

/**
 * Phones whose own battery saver ends apps in the background, jobs and alarms with them, whatever Android promises
 * (https://dontkillmyapp.com lists them). Nobody else is bothered with a hint.
 */
object BatterySaver {
    private val makers =
        setOf("xiaomi", "redmi", "poco", "oppo", "realme", "oneplus", "vivo", "huawei", "honor", "infinix", "tecno", "itel", "meizu")

    /** Whether the phone's maker is one of them. */
    fun isStrict(): Boolean = Build.MANUFACTURER.orEmpty().lowercase() in makers
}
