// install-deps.sh on machines described by files and by stand-ins for apt.

using System;
using System.IO;
using System.Linq;
using Xunit;

namespace RustKernel.BuildChecks.Tests;

public sealed class InstallDepsTests
{
    private const string Tools =
        "name\tcommand\tversion regex\tminimum\tdebian package\twhy\n"
        + "tool\tfake-tool --version\ttool ([0-9.]+)\t14.0\tfake-tool\ttests\n"
        + "QEMU\tfake-qemu --version\tversion ([0-9]+\\.[0-9]+)\t9.0\tqemu-system-arm\ttests\n";

    // No library comes along: gdb's want the release's own libelf1.
    private const string QemuOfBackports =
        "qemu-system-arm/bookworm-backports qemu-system-common/bookworm-backports qemu-system-data/bookworm-backports";

    [Fact]
    public void Debian_12_takes_qemu_alone_from_backports_of_its_own_mirror()
    {
        using Workshop workshop = Machine("debian", "12", candidate: "1:7.2+dfsg-7", qemuBefore: "7.2", qemuAfter: "10.0");
        workshop.Write(
            "apt/sources.list.d/debian.sources",
            "Types: deb\nURIs: http://mirror.test/debian\nSuites: bookworm bookworm-updates\nComponents: main\n");
        var (status, output) = Install(workshop);
        Assert.True(status == 0, output);
        string sources = workshop.Read("apt/sources.list.d/rustkernel-backports.sources");
        Assert.Contains("URIs: http://mirror.test/debian\nSuites: bookworm-backports\n", sources, StringComparison.Ordinal);
        string calls = workshop.Read("calls");
        Assert.Contains("install -q -y --no-install-recommends fake-tool\n", calls, StringComparison.Ordinal);
        Assert.Contains($"install -q -y --no-install-recommends {QemuOfBackports}\n", calls, StringComparison.Ordinal);
        Assert.DoesNotContain(" -t ", calls, StringComparison.Ordinal);

        workshop.Write("calls", "");
        Assert.Equal((0, "All tools are installed.\n"), Install(workshop));
        Assert.Equal("", workshop.Read("calls"));
    }

    [Fact]
    public void Backports_that_are_known_already_are_not_added_again()
    {
        using Workshop workshop = Machine("debian", "12", candidate: "1:7.2+dfsg-7", qemuBefore: "7.2", qemuAfter: "10.0",
            madison: " qemu-system-arm | 1:10.0.2+ds-2~bpo12+1 | http://mirror.test/debian bookworm-backports/main amd64 Packages");
        Assert.Equal(0, Install(workshop).Status);
        Assert.Equal("", workshop.Read("apt/sources.list.d/rustkernel-backports.sources"));
        Assert.Contains(QemuOfBackports, workshop.Read("calls"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_old_style_source_list_names_the_mirror_too()
    {
        using Workshop workshop = Machine("debian", "12", candidate: "1:7.2+dfsg-7", qemuBefore: "", qemuAfter: "9.0");
        workshop.Write(
            "apt/sources.list",
            "# deb http://wrong.test/debian bookworm main\ndeb [arch=amd64] http://old.test/debian bookworm main\n");
        Assert.Equal(0, Install(workshop).Status);
        Assert.Contains(
            "URIs: http://old.test/debian\n",
            workshop.Read("apt/sources.list.d/rustkernel-backports.sources"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Debian_13_needs_no_other_source()
    {
        using Workshop workshop = Machine("debian", "13", candidate: "1:10.0.2+ds-2", qemuBefore: "", qemuAfter: "10.0");
        var (status, output) = Install(workshop);
        Assert.True(status == 0, output);
        Assert.Contains(
            "install -q -y --no-install-recommends fake-tool qemu-system-arm\n",
            workshop.Read("calls"),
            StringComparison.Ordinal);
        Assert.Equal("", workshop.Read("apt/sources.list.d/rustkernel-backports.sources"));
    }

    [Fact]
    public void A_package_is_a_line_and_the_rest_is_in_a_file()
    {
        using Workshop workshop = Machine("debian", "13", candidate: "1:10.0.2+ds-2", qemuBefore: "", qemuAfter: "10.0");
        var (status, output) = Install(workshop);
        Assert.True(status == 0, output);
        Assert.Equal(
            "  installed fake-tool 14.0.6-1\n  installed qemu-system-arm 1:10.0.2+ds-2\n  and 1 more that these need\n"
                + "All tools are installed.\n",
            output);
        Assert.Contains("Unpacking much", workshop.Read("install.log"), StringComparison.Ordinal);
    }

    [Fact]
    public void Groups_are_checked_by_name()
    {
        using Workshop workshop = new();
        string script = Repository.PathOf("bsp/Build/scripts/check-deps.sh");
        string run = workshop.Run(script, []).Output;
        Assert.Contains("\nQEMU  ", run, StringComparison.Ordinal);
        Assert.DoesNotContain("\ngdb  ", run, StringComparison.Ordinal);
        Assert.DoesNotContain("\ndnsmasq  ", run, StringComparison.Ordinal);
        Assert.Contains("\ngdb  ", workshop.Run(script, ["debug"]).Output, StringComparison.Ordinal);
        string all = workshop.Run(script, ["all"]).Output;
        foreach (string tool in new[] { "QEMU", "gdb", "mtools", "CMake", "dnsmasq", "PostgreSQL" })
        {
            Assert.Contains($"\n{tool}  ", all, StringComparison.Ordinal);
        }

        var (status, output) = workshop.Run(script, ["tets"]);
        Assert.Equal(2, status);
        Assert.Equal("there is no group of tools 'tets'; there are: run debug lab cross tests hil dist pictures, all\n", output);
    }

    [Fact]
    public void Another_system_is_told_what_to_install()
    {
        using Workshop workshop = Machine("fedora", "42", candidate: "", qemuBefore: "7.2", qemuAfter: "");
        var (status, output) = Install(workshop);
        Assert.Equal(2, status);
        Assert.Contains("not Debian 12 or 13 (fedora 42)", output, StringComparison.Ordinal);
        Assert.Contains("QEMU             9.0 or newer (on Debian: qemu-system-arm)", output, StringComparison.Ordinal);
        Assert.Equal("", workshop.Read("calls"));
    }

    [Fact]
    public void An_installation_that_fails_or_does_not_help_fails()
    {
        using Workshop failing = Machine("debian", "13", candidate: "1:10.0.2", qemuBefore: "", qemuAfter: "10.0");
        failing.WriteProgram("apt-get", "[ \"$1\" = update ]");
        Assert.Equal(1, Install(failing).Status);

        using Workshop useless = Machine("debian", "13", candidate: "1:10.0.2", qemuBefore: "7.2", qemuAfter: "8.2");
        var (status, output) = Install(useless);
        Assert.Equal(1, status);
        Assert.Contains("Still missing: QEMU", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_libraries_came_from_backports_the_rest_comes_from_there_too()
    {
        using Workshop workshop = Machine("debian", "12", candidate: "1:10.0.2", qemuBefore: "10.0", qemuAfter: "10.0");
        workshop.WriteProgram("apt-cache", "echo '  Candidate: 1:10.0.2'; echo ' release a=oldstable-backports,n=bookworm-backports'");
        string apt = workshop.Read("bin/apt-get");
        workshop.WriteProgram(
            "apt-get",
            "case \"$*\" in *' -t '*|update*) ;; *) echo \"$*\" >> \"$WORKSHOP/calls\"; exit 100 ;; esac\n" + apt);
        var (status, output) = Install(workshop);
        Assert.True(status == 0, output);
        Assert.EndsWith(
            "install -q -y --no-install-recommends fake-tool\ninstall -q -y --no-install-recommends -t bookworm-backports fake-tool\n",
            workshop.Read("calls"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Check_deps_prints_found_and_needed()
    {
        using Workshop workshop = Machine("debian", "12", candidate: "", qemuBefore: "7.2", qemuAfter: "");
        workshop.WriteProgram("fake-tool", "echo tool 14.10.1");
        var (status, output) = workshop.Run(
            Repository.PathOf("bsp/Build/scripts/check-deps.sh"),
            [],
            ("RK_TOOLS", workshop.PathOf("tools.tsv")));
        Assert.Equal(1, status);
        Assert.Contains("tool             14.10.1      14.0         ok", output, StringComparison.Ordinal);
        Assert.Contains("QEMU             7.2          9.0          too old", output, StringComparison.Ordinal);
    }

    // Silence would mean "all are there": the group must be checked.
    [Fact]
    public void What_a_verb_needs_is_looked_for_in_the_groups_that_it_names()
    {
        using Workshop workshop = new();
        var (status, output) = workshop.Run(Repository.PathOf("bsp/Build/scripts/ensure-deps.sh"), ["tets"]);
        Assert.Equal(2, status);
        Assert.Contains("there is no group of tools 'tets'", output, StringComparison.Ordinal);
    }

    // A host of the target's kind needs no cross tools: the table for its kind applies.
    [Theory]
    [InlineData("aarch64", "native-tool")]
    [InlineData("x86_64", "fake-tool")]
    public void A_table_for_the_kind_of_host_counts(string host, string package)
    {
        using Workshop workshop = Machine("debian", "13", candidate: "1:10.0.2", qemuBefore: "10.0", qemuAfter: "10.0");
        workshop.Write("tools.aarch64.tsv", Tools.Replace("\tfake-tool\t", "\tnative-tool\t", StringComparison.Ordinal));
        var (_, output) = workshop.Run(
            Repository.PathOf("bsp/Build/scripts/check-deps.sh"), ["--missing"], ("RK_TOOLS", workshop.PathOf("tools.tsv")),
            ("RK_HOST", host));
        Assert.Equal($"tool\t{package}\t14.0\n", output);
    }

    // The programs that rk exec calls have the same names on both kinds of host, but come from different packages.
    [Fact]
    public void The_cross_tools_of_both_kinds_of_host_differ_in_their_packages_alone()
    {
        string[][] here = Rows("tools.cross.tsv"), native = Rows("tools.cross.aarch64.tsv");
        Assert.Equal(here.Select(row => row[0]), native.Select(row => row[0]));
        Assert.All([.. here, .. native], row => Assert.Equal(6, row.Length));
        Assert.Equal(here.Select(row => row[1].Split(' ')[0]), native.Select(row => row[1].Split(' ')[0]));
        Assert.Contains(here, row => row[4].EndsWith("-cross", StringComparison.Ordinal));
        Assert.DoesNotContain(native, row => row[4].Contains("-cross", StringComparison.Ordinal) || row[4].Contains("aarch64"));
    }

    private static string[][] Rows(string table)
        => [.. File.ReadAllLines(Repository.PathOf("bsp/Build/" + table)).Select(line => line.Split('\t'))];

    private static Workshop Machine(string id, string version, string candidate, string qemuBefore, string qemuAfter, string madison = "")
    {
        var workshop = new Workshop();
        workshop.Write("tools.tsv", Tools);
        workshop.Write("os-release", $"ID={id}\nVERSION_ID=\"{version}\"\n");
        workshop.Write("apt/sources.list.d/none.list", "");
        if (qemuBefore.Length > 0)
        {
            workshop.WriteProgram("fake-qemu", $"echo QEMU emulator version {qemuBefore}.2");
        }

        workshop.WriteProgram("sudo", "exec env \"$@\"");
        workshop.WriteProgram("apt-cache", $"case $1 in policy) echo '  Candidate: {candidate}';; madison) echo '{madison}';; esac");
        workshop.WriteProgram("apt-get",
            $$"""
            echo "$*" >> "$WORKSHOP/calls"
            program() (printf '#!/bin/sh\necho %s\n' "$2" > "$WORKSHOP/bin/$1"; chmod +x "$WORKSHOP/bin/$1")
            [ "$1" != install ] || echo "Unpacking much"
            for word; do
                [ "$word" != fake-tool ] || echo "Setting up libfake:arm64 (1) ..."
                [ "$word" != fake-tool ] || echo "Setting up fake-tool (14.0.6-1) ..."
                word=${word%%/*}
                [ "$word" != qemu-system-arm ] || echo "Setting up qemu-system-arm (1:10.0.2+ds-2) ..."
                [ "$word" != fake-tool ] || program fake-tool 'tool 14.0.6'
                [ "$word" != qemu-system-arm ] || program fake-qemu 'QEMU emulator version {{qemuAfter}}.1'
            done
            """);
        return workshop;
    }

    private static (int Status, string Output) Install(Workshop workshop) => workshop.Run(
        Repository.PathOf("bsp/Build/scripts/install-deps.sh"),
        [],
        ("RK_TOOLS", workshop.PathOf("tools.tsv")),
        ("RK_INSTALL_LOG", workshop.PathOf("install.log")),
        ("RK_OS_RELEASE", workshop.PathOf("os-release")),
        ("RK_APT_DIRECTORY", workshop.PathOf("apt")));
}
