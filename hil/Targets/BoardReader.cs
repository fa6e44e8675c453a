// boards/NAME/board.yaml as board and target definitions.

using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace RustKernel.Hil.Targets;

/// <summary>Reads one board's file.</summary>
public static class BoardReader
{
    private static readonly string[] s_drivers = ["qemu"];

    /// <summary>Reads the file at <paramref name="path"/> of the board <paramref name="name"/> (its folder's name).</summary>
    /// <exception cref="ConfigurationException">Anything in it is wrong: file, line, column, suggestion.</exception>
    public static BoardDefinition Read(string path, string name)
    {
        string shownAs = $"boards/{name}/board.yaml";
        YamlSection file = YamlSection.Load(path, shownAs);
        if (file.RequiredText("board") is { } stated && stated != name)
            throw file.Error("board", $"is {stated}, but the folder is boards/{name}");
        string title = file.Text("title", "");
        YamlSection image = file.Section("image") ?? throw file.Error("image", "is missing");
        string imageFile = image.RequiredText("file");
        string bootName = image.RequiredText("boot_name");
        image.RejectUnknown();
        BootLayout boot = ReadBoot(file.Section("boot"));
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Deadlines deadlines = ReadDeadlines(file.Section("deadlines"));
        List<TargetDefinition> targets = [];
        foreach (YamlSection section in file.Sections("targets"))
            targets.Add(ReadTarget(section, name, imageFile, deadlines) with { BoardFolder = folder });
        file.LeaveToOthers("firmware", "flash", "budgets");
        file.RejectUnknown();
        return new BoardDefinition { Name = name, Folder = folder, Title = title, ImageFile = imageFile, BootName = bootName, Boot = boot, Targets = targets };
    }

    private static BootLayout ReadBoot(YamlSection? section)
    {
        if (section is null)
            return BootLayout.Empty;
        BootLayout boot = new() { Files = section.Texts("files"), Overlays = section.Texts("overlays") };
        section.RejectUnknown();
        return boot;
    }

    private static Deadlines ReadDeadlines(YamlSection? section)
    {
        Deadlines fallback = Deadlines.Default;
        if (section is null)
            return fallback;
        Deadlines deadlines = new(
            section.Seconds("first_byte", fallback.FirstByte),
            section.Seconds("silence", fallback.Silence),
            section.Seconds("total", fallback.Total));
        section.RejectUnknown();
        return deadlines;
    }

    private static TargetDefinition ReadTarget(YamlSection section, string board, string image, Deadlines deadlines)
    {
        string driver = section.RequiredText("driver");
        if (!s_drivers.Contains(driver))
            throw section.Error("driver", $"is {driver}, which no driver is called{Suggestion.For(driver, s_drivers)}");
        TargetDefinition target = new()
        {
            Name = section.RequiredText("name"),
            Board = board,
            Title = section.Text("title", ""),
            Driver = driver,
            Qemu = ReadQemu(section.Section("qemu") ?? throw section.Error("qemu", "is missing")),
            Image = section.Text("image", image),
            CommandLine = section.Text("cmdline", ""),
            Deadlines = section.Section("deadlines") is { } own ? ReadDeadlines(own) : deadlines,
        };
        section.RejectUnknown();
        return target;
    }

    private static QemuSettings ReadQemu(YamlSection section)
    {
        QemuSettings settings = new()
        {
            Program = section.Text("program", "qemu-system-aarch64"),
            Machine = section.RequiredText("machine"),
            Options = section.Texts("options"),
            Cpu = section.Text("cpu", ""),
            Memory = section.Text("memory", ""),
            Smp = section.Integer("smp", 0, 1, 512),
            Dtb = section.Text("dtb", ""),
            Overlays = section.Texts("overlays"),
            SerialIndex = section.Integer("serial", 0, 0, 7),
            PowersOff = section.Boolean("powers_off", true),
            Arguments = section.Texts("arguments"),
        };
        section.RejectUnknown();
        return settings;
    }
}
