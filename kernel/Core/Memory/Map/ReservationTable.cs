// Room for the reservations of a MemoryMap, inside the structure itself.

using System.Runtime.CompilerServices;

namespace RustKernel.Memory.Map;

/// <summary><see cref="MemoryMap.MaxReservations"/> reservations in place.</summary>
[InlineArray(MemoryMap.MaxReservations)]
internal struct ReservationTable
{
    private Reservation _first;
}
