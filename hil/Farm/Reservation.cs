// A board for one person.

namespace RustKernel.Hil.Farm;

/// <summary>A person has a board: it runs his jobs alone, until he lets it go or the time is over.</summary>
/// <param name="By">Who.</param>
/// <param name="Until">Its end by the store's clock: milliseconds since 1970.</param>
/// <param name="Reason">What for; may be empty.</param>
public sealed record Reservation(string By, long Until, string Reason)
{
    /// <summary>The longest reservation, in seconds: a week.</summary>
    public const int MostSeconds = 7 * 24 * 3600;
}

/// <summary>Reserves a board, goes on with a reservation, or ends it.</summary>
/// <param name="Fence">
/// <see cref="BoardView.ReservationFence"/> as it was seen: when the board was reserved or released since, this request does nothing.
/// </param>
/// <param name="Seconds">How long from now, at most <see cref="Reservation.MostSeconds"/>; 0 ends it.</param>
/// <param name="Reason">What for.</param>
/// <param name="Who">Who says so.</param>
/// <param name="Take">Also when another person has it, which an admin may.</param>
public sealed record ReserveRequest(long Fence, int Seconds, string Reason, string Who, bool Take = false);

/// <summary>The answer to a <see cref="ReserveRequest"/>.</summary>
/// <param name="Fence">The reservation's number.</param>
/// <param name="Until">Its end by the store's clock: milliseconds since 1970; 0 when it was released.</param>
/// <param name="Run">The run that still has the board and ends first; 0 for none.</param>
public sealed record ReserveReply(long Fence, long Until, long Run);
