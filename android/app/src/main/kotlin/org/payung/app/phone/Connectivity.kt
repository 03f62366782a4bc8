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
        }

    fun start() {
        tell()
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.N) return manager.registerDefaultNetworkCallback(callback)
        val request = NetworkRequest.Builder().addCapability(NetworkCapabilities.NET_CAPABILITY_INTERNET).build()
        manager.registerNetworkCallback(request, callback)
    }

    fun now(): Network = of(manager.getNetworkCapabilities(manager.activeNetwork))

    private fun changed() {
        main.post(::tell)
    }

    /** Capabilities change with every bar of the signal: only what the core asks about is passed on. */
    private fun tell() {
        val now = now()
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
}
