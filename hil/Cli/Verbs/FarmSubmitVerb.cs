// rk farm submit.

using System;
using System.CommandLine;
using System.IO;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using RustKernel.Hil.Cli.Farm;
using RustKernel.Hil.Farm;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Cli.Verbs;

/// <summary>Submits a run to a farm and, unless told otherwise, follows it to its end.</summary>
internal sealed class FarmSubmitVerb
{
    private const int Attempts = 5;
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);
    private readonly FarmOptions _farm = new();
    private readonly Argument<string?> _target = new("TARGET")
    {
        Description = "the board's name (default: any that fits)",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _type = new("--type") { Description = "any board of this folder of boards/", HelpName = "BOARD" };
    private readonly Option<string[]> _tag = new("--tag")
    {
        Description = "a tag that the board must have; may be repeated",
        HelpName = "WORD"
    };

    private readonly Option<string> _suite = SharedOptions.Suites();
    private readonly Option<string?> _image = new("--image")
    {
        Description = "the image to boot (default: that of the board's host)",
        HelpName = "FILE"
    };

    private readonly Option<int> _priority = new("--priority")
    {
        Description = "0 to 100; ten minutes of waiting count as one",
        HelpName = "N",
        DefaultValueFactory = _ => 50,
    };

    private readonly Option<int> _retries = new("--retries")
    {
        Description = "how often to retry when the rig failed",
        HelpName = "N",
        DefaultValueFactory = _ => 2,
    };

    private readonly Option<int> _timeout = new("--timeout")
    {
        Description = "seconds that a run may take (default: the board's)",
        HelpName = "SECONDS"
    };

    private readonly Option<int> _wait = new("--queue") { Description = "seconds that it may wait (default: a day)", HelpName = "SECONDS" };
    private readonly Option<bool> _detach = new("--detach") { Description = "print the job's number and exit" };

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        FarmSubmitVerb verb = new();
        Command command = new("submit", "Submit a run and follow it. Exit status as for rk test.") { verb._target };
        command.AddOptions(
            verb._type,
            verb._tag,
            verb._suite,
            verb._image,
            verb._priority,
            verb._retries,
            verb._timeout,
            verb._wait,
            verb._detach);
        verb._farm.AddTo(command);
        command.SetAction(verb.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        TestVerb.ParseSuites(parsed.GetValue(_suite)!);
        byte[]? image = parsed.GetValue(_image) is { } file ? Read(file) : null;
        JobRequest request = new(
            parsed.GetValue(_target) ?? "",
            parsed.GetValue(_type) ?? "",
            parsed.GetValue(_tag) ?? [],
            parsed.GetValue(_suite)!,
            image is null ? "" : Convert.ToHexStringLower(SHA256.HashData(image)),
            parsed.GetValue(_priority),
            parsed.GetValue(_retries),
            parsed.GetValue(_timeout),
            parsed.GetValue(_wait),
            Environment.UserName,
            $"{Guid.NewGuid():N}");
        return FarmVerb.Call(_farm, parsed, async (client, cancel) =>
        {
            if (image is not null)
            {
                await client.UploadImageAsync(request.Image, image, cancel).ConfigureAwait(false);
            }

            long job = await SubmitAsync(client, request, cancel).ConfigureAwait(false);
            if (parsed.GetValue(_detach))
            {
                Console.WriteLine(job);
                return ExitStatus.Pass;
            }

            return await FollowAsync(client, job, cancel).ConfigureAwait(false);
        });
    }

    /// <summary>A request whose answer was lost is sent again. Its key makes sure that it stays one job.</summary>
    private static async Task<long> SubmitAsync(FarmClient client, JobRequest request, CancellationToken cancel)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await client.SubmitAsync(request, cancel).ConfigureAwait(false);
            }
            catch (FarmUnreachableException) when (attempt < Attempts)
            {
                await Task.Delay(s_pause, cancel).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Leaving before the end does not cancel the job: others may wait for its verdict.</summary>
    private static async Task<int> FollowAsync(FarmClient client, long job, CancellationToken cancel)
    {
        try
        {
            return await FarmVerb.FollowAsync(client, job, cancel).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine($"rk: job {job} goes on: rk farm console {job} follows it, rk farm cancel {job} ends it");
            throw;
        }
    }

    private static byte[] Read(string file)
    {
        try
        {
            byte[] image = File.ReadAllBytes(file);
            return image.Length is > 0 and <= FarmProtocol.MostImage
                ? image
                : throw new ConfigurationException($"--image: {file} has {image.Length} bytes; a farm takes 1 to {FarmProtocol.MostImage}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"--image: {e.Message}");
        }
    }
}
