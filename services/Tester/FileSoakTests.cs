// Suite filesoak: filesteps for a long time.

using RustKernel.SelfTests;

namespace RustKernel.Services.Tester;

/// <summary>A hundred thousand operations in all. By name only: make soak.</summary>
[Suite("filesoak", 214, ByNameOnly = true, NeedsServices = true, Seconds = 3600)]
internal static partial class FileSoakTests
{
    private const int Many = 50_000;
    private const ulong SeedOfBoot = 6;
    private const ulong SeedOfData = 7;

    [Test("boot_50000")]
    private static void Boot() => FileStepTests.Work("boot", SeedOfBoot, Many);

    [Test("data_50000")]
    private static void Data() => FileStepTests.Work("data", SeedOfData, Many);
}
