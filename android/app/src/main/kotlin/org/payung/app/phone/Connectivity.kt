package org.payung.app.phone

import android.content.Context
import android.net.ConnectivityManager
import android.net.NetworkCapabilities
import android.net.NetworkRequest
import org.payung.core.Network

/** Which network there is, told at once and whenever it changes. */
class Connectivity(
    context: Context,
    private val told: (Network) -> Unit,
) {
    private val manager = context.getSystemService(ConnectivityManager::class.java)
    private val callback =
        object : ConnectivityManager.NetworkCallback() {
            override fun onCapabilitiesChanged(
                network: android.net.Network,
                capabilities: NetworkCapabilities,
            ) = told(of(capabilities))

            override fun onLost(network: android.net.Network) = told(now())
        }

    fun start() {
        told(now())
        val request = NetworkRequest.Builder().addCapability(NetworkCapabilities.NET_CAPABILITY_INTERNET).build()
        manager.registerNetworkCallback(request, callback)
    }

    fun now(): Network = of(manager.getNetworkCapabilities(manager.activeNetwork))

    private fun of(capabilities: NetworkCapabilities?): Network =
        when {
            capabilities == null -> Network.NONE
            !capabilities.hasCapability(NetworkCapabilities.NET_CAPABILITY_INTERNET) -> Network.NONE
            capabilities.hasCapability(NetworkCapabilities.NET_CAPABILITY_NOT_METERED) -> Network.UNMETERED
            else -> Network.METERED
        }
}
