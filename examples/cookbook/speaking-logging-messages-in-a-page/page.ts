import * as logging from 'loggia/browser';

/** Speaks each message; the page goes on meanwhile. */
class SpeechHandler extends logging.Handler {
  override emit(record: logging.LogRecord): void {
    const utterance = new SpeechSynthesisUtterance(this.format(record));
    utterance.lang = 'en';
    utterance.rate = 0.9;
    speechSynthesis.speak(utterance); // what comes while it speaks waits its turn
    console.log(`to be spoken: ${utterance.text}`);
  }
}

const speech = new SpeechHandler('ERROR');
speech.setFormatter(new logging.Formatter('%(levelname)s: %(message)s'));
logging.root.addHandler(speech);

document.body.innerHTML = '<button id="pay">Pay</button>';
// Browsers speak only in pages that somebody has touched.
document.querySelector('#pay')!.addEventListener('click', () => {
  logging.info('paying');
  logging.error('card refused');
});
