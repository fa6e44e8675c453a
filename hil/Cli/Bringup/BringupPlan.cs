// boards/BOARD/bringup.yaml.

using System.Collections.Generic;
using System.IO;
using RustKernel.Hil.Targets;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace RustKernel.Hil.Cli.Bringup;

/// <summary>The steps that a person does, and the questions to the recordings.</summary>
internal sealed class BringupPlan
{
    /// <summary>Done by hand, one after the other.</summary>
    public List<BringupStep> Steps { get; set; } = [];

    /// <summary>The README's open questions that recordings can answer.</summary>
    public List<BringupQuestion> Findings { get; set; } = [];

    /// <summary>Reads the plan.</summary>
    /// <exception cref="ConfigurationException">It is wrong.</exception>
    public static BringupPlan Load(string path)
    {
        try
        {
            using StreamReader reader = new(path);
            return new DeserializerBuilder()
                .WithNamingConvention(CamelCaseNamingConvention.Instance)
                .Build()
                .Deserialize<BringupPlan>(reader);
        }
        catch (YamlException e)
        {
            throw new ConfigurationException($"{path}: {e.Message}");
        }
    }
}
