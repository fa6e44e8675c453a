using System.Collections.Generic;
using System.IO;
using System.Linq;
using RustKernel.Hil.Targets;

namespace RustKernel.Rig.Tests;

/// <summary>Reads a rig.yaml written by a test.</summary>
internal static class Rig
{
    public static IReadOnlyList<TargetDefinition> Read(string yaml)
    {
        string folder = Directory.CreateTempSubdirectory("rk-rig-tests-").FullName;
        try
        {
            string path = Path.Combine(folder, "rig.yaml");
            File.WriteAllText(path, yaml);
            return RigReader.Read(path, Boards());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A target with these drivers; strategy and deadlines short enough for tests.</summary>
    public static TargetDefinition Target(string console, string power, string media = "{driver: none}", string more = "")
        => Read($"""
            targets:
              - name: toy
                board: toy
                driver: lab
                console: {console}
                power: {power}
                media: {media}
                {more}
            """).Single();

    private static BoardDefinition[] Boards()
        => [new BoardDefinition { Name = "toy", Folder = "/", ImageFile = "artifacts/Image", BootName = "kernel.img", Targets = [] }];
}
