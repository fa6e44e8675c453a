// What the log says when a disk cannot do what was requested. Pure; also runs under .NET.

namespace RustKernel.Services.Disk;

/// <summary>
/// Lines for requests that failed by the disk's own fault: which disk, what, where. At most <see cref="MostLines"/> in a period, so that a
/// program that keeps trying a bad sector does not fill the log; the next line says how many were left out.
/// </summary>
/// <param name="name">The disk's name.</param>
/// <param name="periodTicks">Length of a period in counter ticks.</param>
internal sealed class DiskComplaints(string name, ulong periodTicks)
{
    /// <summary>Most lines in a period.</summary>
    internal const int MostLines = 8;

    private ulong _end;
    private int _lines;
    private int _leftOut;

    /// <summary>
    /// The line for <paramref name="request"/>, which failed at <paramref name="now"/>; null: enough has been said for now.
    /// </summary>
    internal string? LineOf<TMemory>(DiskRequest<TMemory> request, ulong now)
        where TMemory : struct, IDmaMemory
    {
        if (now >= _end)
        {
            _end = now + periodTicks;
            _lines = 0;
        }

        if (_lines == MostLines)
        {
            _leftOut++;
            return null;
        }

        _lines++;
        string more = _leftOut == 0 ? "" : $"; {_leftOut} more errors before this one";
        _leftOut = 0;
        return $"disk: {name}: error while {WordsOf(request)}{more}";
    }

    private static string WordsOf<TMemory>(DiskRequest<TMemory> request)
        where TMemory : struct, IDmaMemory
    {
        string what = request.Operation switch
        {
            DiskOperation.Read => "reading",
            DiskOperation.Write => "writing",
            DiskOperation.Discard => "dropping",
            DiskOperation.Flush => "flushing",
            _ => "asking for the serial number",
        };
        return request.Operation is DiskOperation.Flush or DiskOperation.Serial ? what
            : request.Count == 1 ? $"{what} sector {request.Sector}"
            : $"{what} sectors {request.Sector} to {request.Sector + request.Count - 1}";
    }
}
