package org.payung.app.phone

import android.content.Context
import android.content.pm.ApplicationInfo
import android.os.Build
import android.os.StrictMode

/** In a debug build, mistakes that a phone forgives are written to its log: waiting for the disk on the screen's thread, leaks. */
object Strict {
    /** True when it is watched from now on. */
    fun watch(context: Context): Boolean {
        if (context.applicationInfo.flags and ApplicationInfo.FLAG_DEBUGGABLE == 0) return false
        StrictMode.setThreadPolicy(
            StrictMode.ThreadPolicy
                .Builder()
                .detectAll()
                .penaltyLog()
                .penaltyDeathOnNetwork()
                .build(),
        )
        val all =
            StrictMode.VmPolicy
                .Builder()
                .detectActivityLeaks()
                .detectLeakedClosableObjects()
                .detectLeakedRegistrationObjects()
                .detectFileUriExposure()
                .detectCleartextNetwork()
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.O) all.detectContentUriWithoutPermission()
        StrictMode.setVmPolicy(all.penaltyLog().build())
        return true
    }
}
