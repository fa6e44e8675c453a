// A board for one person.

namespace RustKernel.Hil.Farm;

/// <summary>
/// A person's reservation of a board. The board runs only that person's jobs, until the reservation is released or its time is over.
/// </summary>
/// <param name="By">Who.</param>
/// <param name="Until">Its end by the store's clock: milliseconds since 1970.</param>
/// <param name="Reason">What for; may be empty.</param>
public sealed record Reservation(string By, long Until, string Reason)
{
    /// <summary>The longest reservation, in seconds: a week.</summary>
    public const int MostSeconds = 7 * 24 * 3600;
}

/// <summary>Reserves a board, or extends or ends a reservation.</summary>
/// <param name="Fence">
/// <see cref="BoardView.ReservationFence"/> as the caller read it. If the board was reserved or released since then, this request does
/// nothing.
/// </param>
/// <param name="Seconds">How long from now, at most <see cref="Reservation.MostSeconds"/>; 0 ends it.</param>
/// <param name="Reason">What for.</param>
/// <param name="Who">Who asks for it.</param>
/// <param name="Take">True to take it from another person, which an admin may do.</param>
public sealed record ReserveRequest(long Fence, int Seconds, string Reason, string Who, bool Take = false);

/// <summary>The answer to a <see cref="ReserveRequest"/>.</summary>
/// <param name="Fence">The reservation's number.</param>
/// <param name="Until">Its end by the store's clock: milliseconds since 1970; 0 when it was released.</param>
/// <param name="Run">The run that still has the board and must end first; 0 for none.</param>
public sealed record ReserveReply(long Fence, long Until, long Run);
