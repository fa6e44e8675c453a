// The kernel binds by the names that the host tools use in predictions: one list for both, and no other.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using RustKernel.Hil.DeviceTree;
using Xunit;

namespace RustKernel.DeviceTree.Tests;

public class DeviceNamesTests
{
    private delegate ReadOnlySpan<byte> NamesOfDriver();

    private static IEnumerable<PropertyInfo> Drivers => typeof(DeviceNames).GetProperties(BindingFlags.Public | BindingFlags.Static);

    private static string KernelFolder
    {
        get
        {
            DirectoryInfo folder = new(AppContext.BaseDirectory);
            while (!Directory.Exists(Path.Combine(folder.FullName, "kernel", "Boot")))
            {
                folder = folder.Parent!;
            }

            return Path.Combine(folder.FullName, "kernel");
        }
    }

    [Fact]
    public void TheHostKnowsEveryNameOfTheKernelAndNoOther()
    {
        List<string> kernel = [];
        foreach (PropertyInfo driver in Drivers)
        {
            kernel.AddRange(Encoding.ASCII.GetString(driver.GetMethod!.CreateDelegate<NamesOfDriver>()()).Split('\0'));
        }

        Assert.True(kernel.Count >= 9);
        Assert.Equal(kernel.Order(), KernelDrivers.All.SelectMany(driver => driver.Compatibles).Order());
    }

    [Fact]
    public void EveryUartOfTheKernelIsOneForDriversToClaimAndTheConsoleServiceKnowsIt()
    {
        foreach (KernelDriver driver in KernelDrivers.All)
        {
            foreach (string name in driver.Compatibles)
            {
                Assert.Equal(driver.Role == DriverRole.Console, DeviceNames.IsUart(Encoding.ASCII.GetBytes(name)));
            }
        }

        string folder = Path.Combine(KernelFolder, "..", "services", "Console");
        Assert.Contains("drives=uart", File.ReadLines(Path.Combine(folder, "console.service")));

        // It treats a device that belongs to no other driver as a 16550.
        string source = File.ReadAllText(Path.Combine(folder, "Program.cs"));
        Assert.All(
            KernelDrivers.All.Where(driver => driver.Role == DriverRole.Console && driver.Name != "16550 UART")
                .SelectMany(driver => driver.Compatibles),
            name => Assert.Contains($"\"{name}\"", source, StringComparison.Ordinal));
    }

    [Fact]
    public void TheKernelBindsEveryNameAndBindsByNoOther()
    {
        string sources = string.Concat(
            Directory.GetFiles(Path.Combine(KernelFolder, "Boot"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText));
        foreach (PropertyInfo driver in Drivers)
        {
            Assert.Contains(
                $"DeviceNames.{driver.Name})",
                sources.Replace($"DeviceNames.{driver.Name},", $"DeviceNames.{driver.Name})", StringComparison.Ordinal),
                StringComparison.Ordinal);
        }

        Assert.Empty(Regex.Matches(sources, @"(Compatible\(|FindFirst\([^)]*|Binds\([^)]*)""[^""]*""u8").Select(match => match.Value));
    }

    [Fact]
    public void NamesAreTakenOneByOne()
    {
        ReadOnlySpan<byte> names = "a,b\0c,d"u8;
        Assert.True(DeviceNames.TakeFirst(ref names).SequenceEqual("a,b"u8));
        Assert.True(DeviceNames.TakeFirst(ref names).SequenceEqual("c,d"u8));
        Assert.Equal(0, names.Length);
        Assert.Equal(0, DeviceNames.TakeFirst(ref names).Length);
    }
}
