// rk watch on a clone: it replaces a service in the running machine, and builds a new Image for a service with more rights and
// for the kernel.

using System;
using System.IO;
using RustKernel.Flash.Netboot.EndToEnd.Tests;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

public sealed class WatchRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Run", "hil")]
    public void A_change_reaches_the_machine()
    {
        string clone = _folder.File("clone");
        ToolResult cloned = Tool.Finish(Tool.Start("git", ["clone", "-q", Tool.Root, clone]), TimeSpan.FromMinutes(2));
        Assert.True(cloned.ExitCode == 0, cloned.ToString());
        using ServedProcess watch = new(clone, Tool.Path, "watch", "qemu-virt");
        watch.WaitFor("RustKernel shell");

        Change("services/Calculator/Program.cs", "=> a + b;", "=> a + b + 1;");
        watch.WaitFor("rk watch: calculator runs its new build");
        Change("services/Calculator/Program.cs", "=> a + b + 1;", "=> a + b + ;");
        watch.WaitFor("error CS1525");
        Change("services/Calculator/Program.cs", "=> a + b + ;", "=> a + b;");
        watch.WaitFor("calculator runs its new build", 2);

        Change("services/Disk/Program.cs", "namespace ", "// again\nnamespace ");
        watch.WaitFor("disk is replaced by a new Image, for the machine says: init: disk is not started");
        watch.WaitFor("RustKernel shell", 2);
        Change("kernel/Boot/KernelMain.cs", "namespace ", "// again\nnamespace ");
        watch.WaitFor("RustKernel shell", 3);
        watch.Type("poweroff\r");
        watch.WaitFor("the machine switched itself off");

        void Change(string file, string before, string after)
        {
            string path = Path.Combine(clone, file);
            string text = File.ReadAllText(path);
            Assert.Contains(before, text, StringComparison.Ordinal);
            File.WriteAllText(path, text.Replace(before, after, StringComparison.Ordinal));
        }
    }
}
