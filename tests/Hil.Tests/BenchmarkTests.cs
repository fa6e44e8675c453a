using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using RustKernel.Hil.Protocols;
using RustKernel.Hil.Reports.Benchmarks;
using RustKernel.Hil.Targets;
using Xunit;

namespace RustKernel.Hil.Tests;

/// <summary>Budgets: read, compared, lowered.</summary>
public sealed class BenchmarkTests : IDisposable
{
    private const string Budgets = """
        # kept
        settings:
          - memory=2G
        metrics:
          - name: bench.a
            unit: instructions
            budget: 100 # why
            peer: somebody 200
          - name: bench.b
            unit: instructions
            budget: 1000
          - name: image.bytes
            unit: bytes
            budget: 5000

        """;

    private readonly string _root = Directory.CreateTempSubdirectory("rk-tests-").FullName;

    private string BudgetsPath => Path.Combine(_root, "boards", "toy", "budgets.yaml");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private BudgetFile Load(string yaml)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(BudgetsPath)!);
        File.WriteAllText(BudgetsPath, yaml);
        return BudgetFile.Load(_root, "toy");
    }

    private BenchmarkReport Compare(long imageBytes, params (string Name, string Value, string Unit)[] metrics)
        => BenchmarkReport.Compare(
            metrics.Select(metric => new KtapMetric("bench", metric.Name, metric.Value, metric.Unit, 0)),
            imageBytes,
            Load(Budgets).Budgets);

    [Theory]
    [InlineData("100", BudgetState.Within)]
    [InlineData("90", BudgetState.Within)]
    [InlineData("101", BudgetState.Exceeded)]
    [InlineData("100.5", BudgetState.Exceeded)]
    [InlineData("89", BudgetState.WellBelow)]
    public void A_value_is_within_above_or_well_below(string value, BudgetState state)
        => Assert.Equal(state, Compare(5000, ("bench.a", value, "instructions")).Results[0].State);

    [Fact]
    public void What_is_above_missing_or_in_another_unit_fails()
    {
        BenchmarkReport report = Compare(5001, ("bench.a", "100", "cycles"), ("bench.c", "1", "instructions"));
        Assert.Equal(
            [BudgetState.OtherUnit, BudgetState.NotMeasured, BudgetState.Exceeded, BudgetState.NoBudget],
            report.Results.Select(result => result.State));
        Assert.Equal(["bench.a", "bench.b", "image.bytes"], report.Failures.Select(result => result.Name));
    }

    [Fact]
    public void The_table_and_the_JSON_say_the_same()
    {
        BenchmarkReport report = Compare(4000, ("bench.a", "95", "instructions"), ("bench.b", "1001", "instructions"));
        string[] table = [.. report.Table()];
        Assert.Matches(@"^bench\.a +95 +100  instructions  ok +somebody 200$", table[1]);
        Assert.Matches(@"^bench\.b +1001 +1000  instructions  EXCEEDED$", table[2]);
        Assert.Matches(@"^image\.bytes +4000 +5000  bytes +well below$", table[3]);
        using MemoryStream file = new();
        report.WriteJson(file, "qemu-toy", "abc1234");
        JsonNode json = JsonNode.Parse(file.ToArray())!;
        Assert.Equal(("fail", "qemu-toy"), ((string)json["verdict"]!, (string)json["target"]!));
        Assert.Equal([95, 1001, 4000], json["metrics"]!.AsArray().Select(metric => (int)metric!["value"]!));
        Assert.Equal(["ok", "EXCEEDED", "well below"], json["metrics"]!.AsArray().Select(metric => (string)metric!["state"]!));
    }

    [Fact]
    public void Lowering_changes_the_numbers_only()
    {
        BudgetFile file = Load(Budgets);
        file.Lower(new Dictionary<string, int> { ["bench.a"] = 42 });
        Assert.Equal(Budgets.Replace("budget: 100 #", "budget: 42 #", StringComparison.Ordinal), File.ReadAllText(BudgetsPath));
        Assert.Equal([42, 1000, 5000], BudgetFile.Load(_root, "toy").Budgets.Select(budget => budget.Most));
    }

    [Fact]
    public void A_lowered_budget_is_not_lowered_again_at_once()
    {
        BenchmarkResult result = Compare(100, ("bench.a", "50", "instructions")).Results[0];
        Assert.Equal(53, result.Suggested);
        Assert.Equal(BudgetState.Within, (result with { Budget = result.Budget! with { Most = result.Suggested } }).State);
    }

    [Fact]
    public void The_settings_change_the_target()
    {
        TargetDefinition target = new()
        {
            Name = "t",
            Board = "toy",
            Driver = "qemu",
            Image = "i",
            Qemu = new QemuSettings { Machine = "virt", Memory = "1G" }
        };
        Assert.Equal("2G", Load(Budgets).Prepare(target).Qemu.Memory);
    }

    [Theory]
    [InlineData("budget: 1000", "budget: 0", "boards/toy/budgets.yaml:11:13: metrics[1].budget is a whole number from 1")]
    [InlineData("    budget: 1000\n", "", "metrics[1].budget is missing")]
    [InlineData("peer:", "pear:", "unknown key metrics[0].pear (did you mean peer?")]
    [InlineData("bench.b", "bench.a", "metrics has bench.a twice")]
    public void A_mistake_is_named_with_its_place(string right, string wrong, string message)
        => Assert.Contains(
            message,
            Assert.Throws<ConfigurationException>(() => Load(Budgets.Replace(right, wrong, StringComparison.Ordinal))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_board_without_budgets_is_named()
        => Assert.Contains(
            "board toy has no budgets",
            Assert.Throws<ConfigurationException>(() => BudgetFile.Load(_root, "toy")).Message,
            StringComparison.Ordinal);

    [Fact]
    public void The_repository_s_budgets_are_right()
        => Assert.Contains(BudgetFile.Load(RepositoryRoot.Path, "qemu-virt").Budgets, budget => budget.Name == "image.bytes");
}
