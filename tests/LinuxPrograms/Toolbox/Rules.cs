// Rules: FluentValidation, Stateless, OneOf, morelinq, Polly.

using FluentValidation;
using MoreLinq;
using OneOf;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;
using Stateless;
using Stateless.Graph;

internal static class Rules
{
    private sealed record Order(string Name, int Count, List<string> Lines, string? Mail);

    private sealed class OrderValidator : AbstractValidator<Order>
    {
        internal OrderValidator()
        {
            RuleFor(order => order.Name).NotEmpty().MaximumLength(8).WithMessage("'{PropertyName}' has {TotalLength} of {MaxLength}");
            RuleFor(order => order.Count).InclusiveBetween(1, 9).When(order => order.Name != "free");
            RuleForEach(order => order.Lines).NotNull().Matches("^[a-z]+$");
            RuleFor(order => order.Mail).EmailAddress().WithSeverity(Severity.Warning);
        }
    }

    internal static void Validation()
    {
        OrderValidator validator = new();
        Order[] orders = [new("good", 3, ["a"], "x@y.z"), new("much too long", 10, ["a", "B", "c1"], "nobody"), new("free", 0, [], null)];
        foreach (Order order in orders)
        {
            FluentValidation.Results.ValidationResult result = validator.Validate(order);
            Console.WriteLine($"{order.Name} {result.IsValid}");
            result.Errors.ForEach(error => Console.WriteLine($"  {error.Severity} {error.PropertyName} {error.ErrorMessage}"));
        }
    }

    internal static void States()
    {
        StateMachine<string, char> door = new("closed");
        door.Configure("closed").Permit('o', "open").Permit('l', "locked").OnEntry(() => Console.Write("[closed]"));
        door.Configure("open").Permit('c', "closed").Ignore('o');
        door.Configure("locked").SubstateOf("closed").PermitIf('u', "closed", () => true, "has key")
            .OnExit(() => Console.Write("[unlocked]"));
        foreach (char trigger in "oocluolx")
        {
            try
            {
                door.Fire(trigger);
                Console.Write($" {trigger}:{door.State}");
            }
            catch (InvalidOperationException e)
            {
                Console.Write($"\n{e.Message}");
            }
        }

        Console.WriteLine();
        Console.WriteLine(UmlDotGraph.Format(door.GetInfo()).ReplaceLineEndings("\n"));
    }

    internal static void Choices()
    {
        foreach (OneOf<int, string, double[]> one in (OneOf<int, string, double[]>[])[3, "three", new[] { 1.5, 1.5 }])
        {
            Console.WriteLine(one.Match(number => $"number {number}", text => $"text {text}", many => $"sum {many.Sum()}"));
        }
    }

    internal static void Sequences()
    {
        int[] numbers = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5];
        Console.WriteLine(numbers.Batch(4).Select(batch => string.Join(',', batch)).ToDelimitedString(" | "));
        Console.WriteLine(numbers.Window(3).Select(three => three.Sum()).ToDelimitedString(" "));
        Console.WriteLine(numbers.RunLengthEncode().Select(run => $"{run.Key}x{run.Value}").ToDelimitedString(" "));
        Console.WriteLine(numbers.Scan((a, b) => a + b).Pairwise((a, b) => b - a).ToDelimitedString(" "));
        Console.WriteLine(MoreEnumerable.Permutations([1, 2, 3]).Select(p => string.Concat(p)).ToDelimitedString(" "));
        Console.WriteLine(numbers.PartialSort(4).ToDelimitedString(" "));
    }

    internal static async Task Retries()
    {
        int tries = 0;
        ResiliencePipeline<int> pipeline = new ResiliencePipelineBuilder<int>()
            .AddRetry(new RetryStrategyOptions<int>
            {
                ShouldHandle = new PredicateBuilder<int>().Handle<InvalidOperationException>().HandleResult(value => value < 0),
                MaxRetryAttempts = 5,
                Delay = TimeSpan.FromMilliseconds(1),
                BackoffType = DelayBackoffType.Exponential,
                OnRetry = again =>
                {
                    string why = again.Outcome.Exception?.Message ?? again.Outcome.Result.ToString();
                    Console.WriteLine($"again {again.AttemptNumber}: {why}");
                    return default;
                },
            })
            .Build();
        Console.WriteLine(await pipeline.ExecuteAsync(async _ =>
        {
            await Task.Yield();
            return ++tries switch { 1 => throw new InvalidOperationException("first"), 2 => -2, _ => tries * 10 };
        }));
        ResiliencePipeline breaker = new ResiliencePipelineBuilder()
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions { MinimumThroughput = 2, BreakDuration = TimeSpan.FromHours(1) })
            .Build();
        for (int i = 0; i < 4; i++)
        {
            try
            {
                breaker.Execute(() => throw new IOException($"broken {i}"));
            }
            catch (Exception e)
            {
                Console.WriteLine($"{e.GetType().Name}: {(e is IOException ? e.Message : "")}");
            }
        }

        try
        {
            await new ResiliencePipelineBuilder().AddTimeout(TimeSpan.FromMilliseconds(50)).Build()
                .ExecuteAsync(async stop => await Task.Delay(Timeout.Infinite, stop));
        }
        catch (TimeoutRejectedException e)
        {
            Console.WriteLine(e.Timeout);
        }
    }
}
