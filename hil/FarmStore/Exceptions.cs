// Why the store did not do what the caller asked for.

using System;

namespace RustKernel.Hil.FarmStore;

/// <summary>The engine cannot be reached, or refuses to write. Nothing was done; the same call may succeed later.</summary>
/// <param name="message">What is the matter.</param>
/// <param name="inner">As the engine said it.</param>
public sealed class StoreUnavailableException(string message, Exception? inner) : Exception(message, inner);

/// <summary>The request is wrong, and will be wrong the next time.</summary>
/// <param name="message">What is wrong with it.</param>
public sealed class FarmRequestException(string message) : Exception(message);

/// <summary>A board's reservation is not the one that the request assumed.</summary>
/// <param name="message">Whose it is.</param>
public sealed class ReservedException(string message) : Exception(message);

/// <summary>A newer agent of the same host has registered.</summary>
/// <param name="host">The host.</param>
public sealed class SessionEndedException(string host)
    : Exception($"another agent of host {host} has registered after this one: only the latest may act for it");
