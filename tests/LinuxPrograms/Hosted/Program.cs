// A typical .NET service or tool: a host with settings, logs and cache, a command line, drawing on a terminal, a database.
// The argument is a folder, which it makes, for logs and the database.

using System.CommandLine;
using LiteDB;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Serilog;
using Spectre.Console;

internal static class HostedProgram
{
    internal static async Task<int> Main(string[] arguments)
    {
        string folder = arguments[0];
        Directory.CreateDirectory(folder);
        Commands();
        Pictures();
        Logs(folder);
        LogsOfRules();
        await Host(folder);
        Database(Path.Combine(folder, "data.db"));
        Directory.Delete(folder, recursive: true);
        return 0;
    }

    private static void Commands()
    {
        Option<int> count = new("--count", "-c") { Description = "how many", DefaultValueFactory = _ => 3 };
        Argument<FileInfo[]> files = new("files") { Description = "what to read", Arity = ArgumentArity.OneOrMore };
        Command add = new("add", "Adds files.") { count, files };
        add.SetAction(parsed => Console.WriteLine(
            $"add {parsed.GetValue(count)}: {string.Join('|', parsed.GetValue(files)!.Select(file => file.Name))}"));
        RootCommand root = new("A tool.") { add };
        Console.WriteLine(root.Parse("add -c 7 /x/a b").Invoke());
        Console.WriteLine(root.Parse("add --count 1").Errors[0].Message);
        StringWriter help = new();
        root.Parse("add --help").Invoke(new InvocationConfiguration { Output = help });
        Console.WriteLine(help.ToString().Replace("Hosted", "tool", StringComparison.Ordinal));
    }

    private static void Pictures()
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.TrueColor,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(Console.Out),
        });
        console.Profile.Width = 60;
        console.Profile.Capabilities.Unicode = true;
        Table table = new Table().RoundedBorder().AddColumn("name").AddColumn(new TableColumn("[red]size[/]").RightAligned());
        table.AddRow("one", "1").AddRow("[bold]two words, and some more of them[/]", "22,222");
        console.Write(table);
        Tree tree = new("root");
        tree.AddNode("[yellow]leaf[/]").AddNode(new Panel("boxed").Header("head"));
        console.Write(tree);
        console.Write(new BarChart().Width(40).AddItem("a", 12, Color.Yellow).AddItem("bb", 54, Color.Green));
        console.MarkupLine("[underline]a[/] [[b]] :warning: {0}", Markup.Escape("[c]"));
    }

    private static void Logs(string folder)
    {
        string file = Path.Combine(folder, "log.txt");
        using (Serilog.Core.Logger log = new LoggerConfiguration()
            .MinimumLevel.Debug()
            .Enrich.WithProperty("Version", new { Major = 1, Minor = 2 }, destructureObjects: true)
            .WriteTo.File(file, outputTemplate: "{Level:u3} {Message:lj} {Properties:j}{NewLine}{Exception}", rollOnFileSizeLimit: true,
                fileSizeLimitBytes: 400)
            .CreateLogger())
        {
            log.Information("Took {Elapsed:000} ms for {@Point} of {Names}", 34, new { X = 1.5, Y = (int?)null }, (string[])["a", "b"]);
            log.ForContext("Who", "me").Warning(new InvalidOperationException("why"), "not {What}", "good");
            log.Verbose("never");
            for (int i = 0; i < 12; i++)
            {
                log.Debug("line {Number} of the log", i);
            }
        }

        foreach (string one in Directory.GetFiles(folder, "log*.txt").Order(StringComparer.Ordinal))
        {
            Console.WriteLine($"{Path.GetFileName(one)}:\n{File.ReadAllText(one)}");
        }
    }

    private static void LogsOfRules()
    {
        NLog.Config.LoggingConfiguration rules = new();
        NLog.Targets.MemoryTarget memory = new("memory")
        {
            Layout = "${level:uppercase=true:padding=5}|${logger}|${message}|${exception:format=type}",
        };
        rules.AddRule(NLog.LogLevel.Info, NLog.LogLevel.Fatal, memory, "a.*");
        NLog.LogManager.Configuration = rules;
        NLog.Logger log = NLog.LogManager.GetLogger("a.b");
        log.Debug("never");
        log.Info("is {0} of {1}", 1, "two");
        log.Error(new FormatException(), "named {name}", "nut");
        NLog.LogManager.GetLogger("b").Error("never");
        Console.WriteLine(string.Join('\n', memory.Logs));
    }

    private sealed class Limits
    {
        public int Rounds { get; set; }

        public string Name { get; set; } = "";
    }

    private sealed class Worker(IOptions<Limits> limits, IMemoryCache cache, ILogger<Worker> log, IHostApplicationLifetime life)
        : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            for (int i = 0; i < limits.Value.Rounds; i++)
            {
                int square = await cache.GetOrCreateAsync(i % 2, entry =>
                {
                    Console.WriteLine($"made {entry.Key}");
                    return Task.FromResult(i * i);
                });
                Log(log, i, square);
                await Task.Delay(1, stoppingToken);
            }

            life.StopApplication();
        }

        private static void Log(Microsoft.Extensions.Logging.ILogger log, int round, int square) =>
            log.LogInformation("round {Round}: {Square}", round, square);
    }

    // Lines of the host's log, as they arrive.
    private sealed class Lines : ILoggerProvider, Microsoft.Extensions.Logging.ILogger
    {
        public Microsoft.Extensions.Logging.ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            Console.WriteLine($"{logLevel} {formatter(state, exception)}");
        }

        public void Dispose() => Console.WriteLine("log over");
    }

    private static async Task Host(string folder)
    {
        string settings = Path.Combine(folder, "settings.json");
        File.WriteAllText(settings, "{ \"limits\": { \"rounds\": 3, \"name\": \"file\" } } // comment");
        HostApplicationBuilder builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder(new HostApplicationBuilderSettings
        {
            DisableDefaults = true,
            Args = ["--limits:name=words"],
        });
        builder.Configuration.AddJsonFile(settings).AddCommandLine(["--limits:name=words"]);
        builder.Logging.ClearProviders().AddProvider(new Lines()).AddFilter("Microsoft", LogLevel.Warning);
        builder.Services.Configure<Limits>(limits =>
        {
            limits.Rounds = int.Parse(builder.Configuration["limits:rounds"]!);
            limits.Name = builder.Configuration["limits:name"]!;
        });
        builder.Services.AddMemoryCache().AddHostedService<Worker>();
        using IHost host = builder.Build();
        Console.WriteLine(host.Services.GetRequiredService<IOptions<Limits>>().Value.Name);
        await host.RunAsync();
    }

    private static void Database(string file)
    {
        using (LiteDatabase database = new(file))
        {
            ILiteCollection<BsonDocument> parts = database.GetCollection("parts");
            parts.EnsureIndex("name", unique: true);
            for (int i = 0; i < 300; i++)
            {
                BsonArray tags = ["x", i];
                parts.Insert(new BsonDocument { ["_id"] = i, ["name"] = $"part {i * 7 % 300}", ["weight"] = i * 0.5, ["tags"] = tags });
            }

            Console.WriteLine(parts.Delete(7));
            database.BeginTrans();
            parts.Update(new BsonDocument { ["_id"] = 8, ["name"] = "other" });
            database.Rollback();
        }

        using (LiteDatabase database = new(file))
        {
            ILiteCollection<BsonDocument> parts = database.GetCollection("parts");
            Console.WriteLine(parts.Count());
            Console.WriteLine(parts.FindOne("name = 'part 14'").ToString());
            Console.WriteLine(parts.FindById(8).ToString());
            Console.WriteLine(string.Join('|', parts.Find("weight > 147 AND weight < 149.5").Select(part => part["name"].AsString)));
            Console.WriteLine(database.Execute("SELECT COUNT(*) FROM parts WHERE weight < 10").First().ToString());
            try
            {
                parts.Insert(new BsonDocument { ["_id"] = 900, ["name"] = "part 14" });
            }
            catch (LiteException e)
            {
                Console.WriteLine(e.Message);
            }
        }
    }
}
