using System.Collections.Generic;
using System.Linq;
using RustKernel.Services.Disk;
using Xunit;

namespace RustKernel.Drivers.Tests.Virtio;

public sealed class DiskComplaintsTests
{
    [Fact]
    public void An_error_names_the_disk_the_kind_and_the_sectors()
    {
        DiskComplaints complaints = new("abc", 100);
        Assert.Equal("disk: abc: error while reading sector 7", Line(complaints, DiskOperation.Read, 7, 1, 0));
        Assert.Equal("disk: abc: error while writing sectors 8 to 15", Line(complaints, DiskOperation.Write, 8, 8, 0));
        Assert.Equal("disk: abc: error while dropping sectors 0 to 1", Line(complaints, DiskOperation.Discard, 0, 2, 0));
        Assert.Equal("disk: abc: error while flushing", Line(complaints, DiskOperation.Flush, 0, 0, 0));
    }

    [Fact]
    public void A_bad_sector_that_is_tried_again_and_again_fills_no_log()
    {
        DiskComplaints complaints = new("abc", 100);
        List<string?> lines = [.. Enumerable.Range(0, 50).Select(i => Line(complaints, DiskOperation.Read, (ulong)i, 1, 10))];
        Assert.Equal(DiskComplaints.MostLines, lines.Count(line => line is not null));
        Assert.Equal(
            "disk: abc: error while reading sector 3; 42 more errors before this one",
            Line(complaints, DiskOperation.Read, 3, 1, 110));
        Assert.Equal("disk: abc: error while reading sector 4", Line(complaints, DiskOperation.Read, 4, 1, 111));
    }

    private static string? Line(DiskComplaints complaints, DiskOperation operation, ulong sector, uint count, ulong now) =>
        complaints.LineOf(new DiskRequest<FakeDma> { Operation = operation, Sector = sector, Count = count }, now);
}
