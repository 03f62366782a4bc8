package org.payung.app.phone

import android.content.Context
import android.net.ConnectivityManager
import android.net.NetworkCapabilities
import android.net.NetworkRequest
import android.os.Build
import android.os.Handler
import android.os.Looper
import org.payung.core.Network

/** Which network what is sent goes over, told at once and whenever that changes, on the main thread. */
class Connectivity(
    context: Context,
    private val told: (Network) -> Unit,
) {
    private val manager = context.getSystemService(ConnectivityManager::class.java)
    private val main = Handler(Looper.getMainLooper())
    private var last: Network? = null
    private var isRegistered = false

    // Whichever network a call is about, the one that is used is asked for: mobile data also changes while there is Wi-Fi.
    private val callback =
        object : ConnectivityManager.NetworkCallback() {
            // Before Android 8 nothing is said about the capabilities of a network that has just come.
            override fun onAvailable(network: android.net.Network) = changed()

            override fun onCapabilitiesChanged(
                network: android.net.Network,
                capabilities: NetworkCapabilities,
            ) = changed()

            override fun onLost(network: android.net.Network) = changed()

            // While data are saved or the phone dozes there is no network for this app, and it comes back without being new.
            override fun onBlockedStatusChanged(
                network: android.net.Network,
                blocked: Boolean,
            ) = changed()
        }

    fun start() {
        tell()
        register()
    }

    /**
     * Asks anew. Before Android 10 nobody says that the phone lets this app through again, which it does some moments after the app
     * came to the front: so it is asked a second time.
     */
    fun look() {
        start()
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.Q) main.postDelayed(::tell, LET_THROUGH_MILLIS)
    }

    /** None where the phone cannot say it: nothing is known then. */
    fun now(): Network? = tried { of(manager.getNetworkCapabilities(manager.activeNetwork)) }

    private fun register() {
        if (isRegistered) return
        tried {
            if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.N) {
                manager.registerDefaultNetworkCallback(callback)
            } else {
                val request = NetworkRequest.Builder().addCapability(NetworkCapabilities.NET_CAPABILITY_INTERNET).build()
                manager.registerNetworkCallback(request, callback)
            }
            isRegistered = true
        }
    }

    /** Android 11 refuses now and then what the app may ask ("Package android does not belong to"), until the process is a new one. */
    private fun <T> tried(ask: () -> T): T? =
        try {
            ask()
        } catch (_: SecurityException) {
            null
        }

    private fun changed() {
        main.post(::tell)
    }

    /** Capabilities change with every bar of the signal: only what the core asks about is passed on. */
    private fun tell() {
        val now = now() ?: return
        if (now == last) return
        last = now
        told(now)
    }

    private fun of(capabilities: NetworkCapabilities?): Network =
        when {
            capabilities == null -> Network.NONE
            !capabilities.hasCapability(NetworkCapabilities.NET_CAPABILITY_INTERNET) -> Network.NONE
            capabilities.hasCapability(NetworkCapabilities.NET_CAPABILITY_NOT_METERED) -> Network.UNMETERED
            else -> Network.METERED
        }

    private companion object {
        const val LET_THROUGH_MILLIS = 2_000L
    }
}
